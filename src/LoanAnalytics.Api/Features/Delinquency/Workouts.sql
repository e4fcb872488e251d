-- The loans in default by @as_of by the months of their default and of their end, if they have ended by then: what they owed, and what the lender
-- records as recovered beyond the dated recoveries, which is known at the date of the data only.
select date_trunc('month', default_on::timestamp)::date as default_month, date_trunc('month', ended_on::timestamp)::date as end_month,
    ended_on is not null and delinquency_bucket = 'written_off' as is_written_off, ended_on is not null and delinquency_bucket = 'paid' as is_repaid,
    count(default_balance) as loans, count(*) - count(default_balance) as unknown_loans, trim_scale(coalesce(sum(default_balance), 0)) as exposure,
    trim_scale(coalesce(sum(greatest(0, recovered - coalesce(dated, 0))) filter (where @is_now and default_balance is not null
        and not (ended_on is not null and delinquency_bucket = 'paid')), 0)) as undated
from (
    select customer_id, loan_id, default_on, default_balance, case when ended_on <= @as_of then ended_on end as ended_on, delinquency_bucket,
        recovered
    from loan_facts
    where default_on <= @as_of and
--> LoanFilter
) f
left join (
    select customer_id, loan_id, sum(amount) as dated from payments where kind = 'recovery' and paid_on <= @as_of group by customer_id, loan_id
) r using (customer_id, loan_id)
group by 1, 2, 3, 4
