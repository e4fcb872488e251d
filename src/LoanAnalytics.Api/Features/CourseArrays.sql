-- The arrays of course c, fetched once and not for each search.
cross join lateral (
    select c.dues || '{}' as dues, c.due || '{}' as due, case when c.due_principal is not null then c.due_principal || '{}' end as due_principal, c.paid_on || '{}' as paid_on,
        c.paid || '{}' as paid
    offset 0
) a
