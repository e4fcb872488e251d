-- The arrays of course c, fetched once and not for each search.
cross join lateral (
    select c.dues || '{}' as dues, c.due || '{}' as due, case when c.due_principal is not null then c.due_principal || '{}' end as due_principal,
        c.paid_on || '{}' as paid_on, c.paid || '{}' as paid, cardinality(c.dues) as last,
        extract(year from c.start_date)::int * 12 + extract(month from c.start_date)::int - 1 as first_month_no
    offset 0
) a
