-- Schedule and movements of the loans with waivers, reversals or refunds: what a payment that was taken back had settled, others settle in its
-- place, which sums do not tell. /*group*/ is the groups' columns, out of a closed list. @as_of date.
select array[/*group*/]::text[] as keys, start_date, ended_on, i.due_on, i.due, p.paid_on, p.kind, p.amount
from (
    select f.*
    from loan_facts f
    join loan_courses c on c.customer_id = f.customer_id and c.loan_id = f.loan_id
    where c.is_mixed and f.is_disbursed and f.start_date <= @as_of::date
) f
cross join lateral (
    select array_agg(i.due_date order by i.due_date, i.seq) as due_on, array_agg(i.amount_due order by i.due_date, i.seq) as due
    from instalments i where i.customer_id = f.customer_id and i.loan_id = f.loan_id
) i
cross join lateral (
    select array_agg(p.paid_on order by p.paid_on, p.payment_no) as paid_on, array_agg(p.kind order by p.paid_on, p.payment_no) as kind,
        array_agg(p.amount order by p.paid_on, p.payment_no) as amount
    from payments p where p.customer_id = f.customer_id and p.loan_id = f.loan_id
) p
where
--> LoanFilter
