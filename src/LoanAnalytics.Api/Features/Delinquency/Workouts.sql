-- The loans in default by @as_of: whether and how long after the month of default they ended, how long ago that was, what they owed, and what the lender
-- records as recovered beyond the dated recoveries; that is known at the date of the data only.
select is_written_off, is_repaid, months, months_to_end, count(default_balance) as loans, count(*) - count(default_balance) as unknown_loans,
    trim_scale(coalesce(sum(default_balance), 0)) as exposure,
    trim_scale(coalesce(sum(undated) filter (where default_balance is not null and not is_repaid), 0)) as undated
from (
    select f.default_balance, e.ended_on is not null and f.delinquency_bucket = 'written_off' as is_written_off,
        e.ended_on is not null and f.delinquency_bucket = 'paid' as is_repaid,
        greatest(0, (extract(year from @as_of::date) - extract(year from f.default_on)) * 12
            + extract(month from @as_of::date) - extract(month from f.default_on))::int as months,
        greatest(0, (extract(year from e.ended_on) - extract(year from f.default_on)) * 12
            + extract(month from e.ended_on) - extract(month from f.default_on))::int as months_to_end,
        case when @is_now then greatest(0, f.recovered - coalesce(r.dated, 0)) end as undated
    from (
        select customer_id, loan_id, default_on, default_balance, ended_on, delinquency_bucket, recovered from loan_facts
        where default_on <= @as_of and
--> LoanFilter
    ) f
    left join (
        select customer_id, loan_id, sum(amount) as dated from payments where kind = 'recovery' and paid_on <= @as_of group by customer_id, loan_id
    ) r on r.customer_id = f.customer_id and r.loan_id = f.loan_id
    cross join lateral (select case when f.ended_on <= @as_of then f.ended_on end as ended_on) e
) w
group by 1, 2, 3, 4
