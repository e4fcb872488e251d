-- What the instalments i and payments p of each loan sum up to; what it has none of is null, and so is the principal of a schedule that does not split
-- it off.
    select i.instalments, i.due, i.principal, p.paid, p.moved, coalesce(i.customer_id, p.customer_id) as customer_id,
        coalesce(i.loan_id, p.loan_id) as loan_id
    from (
        select customer_id, loan_id, count(*) as instalments, sum(amount_due) as due,
            case when bool_and(principal is not null) then sum(principal) end as principal
        from i group by customer_id, loan_id
    ) i
    full join (
        select customer_id, loan_id, sum(amount) as paid, sum(abs(amount)) as moved from p group by customer_id, loan_id
    ) p on p.customer_id = i.customer_id and p.loan_id = i.loan_id
