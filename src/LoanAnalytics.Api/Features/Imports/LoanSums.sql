-- What the instalments i and payments p of each loan sum up to, and whether a look at them one by one would find something; what it has none of is null,
-- and so is the principal of a schedule that does not split it off.
    select i.instalments, i.due, i.principal, i.unlike_parts, i.last_due_on, p.paid, p.moved, p.first_paid_on,
        coalesce(i.customer_id, p.customer_id) as customer_id, coalesce(i.loan_id, p.loan_id) as loan_id
    from (
        select customer_id, loan_id, count(*) as instalments, sum(amount_due) as due,
            case when bool_and(principal is not null) then sum(principal) end as principal,
            count(*) filter (where amount_due <> principal + interest + coalesce(fees, 0)) as unlike_parts, max(due_date) as last_due_on
        from i group by customer_id, loan_id
    ) i
    full join (
        select customer_id, loan_id, sum(amount) as paid, sum(abs(amount)) as moved, min(paid_on) as first_paid_on
        from p group by customer_id, loan_id
    ) p on p.customer_id = i.customer_id and p.loan_id = i.loan_id
