-- The interest paid on the loans of each segment up to the as-of date, and the loans of which it is known. A payment that does not say its interest
-- is known by its principal; one that says neither is not.
select f.place as segment, trim_scale(sum(p.interest)) as amount, count(p.interest) as loans
from (
    select f.*, m.segment as place
    from loan_facts f join segment_members m on m.customer_id = f.customer_id and m.segmentation_id = @segmentation_id
) f
cross join (select as_of from data_versions order by version desc limit 1) v
cross join lateral (
    select sum(case when p.kind = 'payment' then 1 else -1 end * coalesce(p.interest, p.amount - p.principal - coalesce(p.fees, 0))) as interest
    from payments p
    where p.customer_id = f.customer_id and p.loan_id = f.loan_id and p.kind in ('payment', 'reversal', 'refund') and p.paid_on <= v.as_of
) p
where
--> LoanFilter
group by f.place
