-- The loans of each segment by lateness at the as-of date: how many owe something, and what. Loans of which lateness or balance is not known stand under
-- no number of days.
select place as segment, case when delinquency_bucket <> 'unknown' then days_past_due end as days_past_due, renegotiated_on is not null as is_renegotiated,
    count(*) as loans, trim_scale(coalesce(sum(gross_balance), 0)) as balance
from (
    select f.*, m.segment as place
    from loan_facts f join segment_members m on m.customer_id = f.customer_id and m.segmentation_id = @segmentation_id
) f
where delinquency_bucket not in ('paid', 'written_off') and is_disbursed and
--> LoanFilter
group by 1, 2, 3
