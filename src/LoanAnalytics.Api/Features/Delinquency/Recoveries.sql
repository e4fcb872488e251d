-- Money got in after default up to @as_of, by month or by the loans' age as @axis says, and by months since the month of default where it belongs to a
-- known exposure: what a loan repaid in full owed has come back by its end, whatever of it was called a recovery.
select case when @axis = 'month' then least(@as_of, (date_trunc('month', p.paid_on) + interval '1 month')::date - 1) end as month_end,
    case when @axis = 'age' then greatest(0, (extract(year from p.paid_on) - extract(year from f.start_date)) * 12
        + extract(month from p.paid_on) - extract(month from f.start_date))::int end as months_on_book,
    case when f.default_balance is not null and not (f.is_ended and f.delinquency_bucket = 'paid')
        then greatest(0, (extract(year from p.paid_on) - extract(year from f.default_on)) * 12
            + extract(month from p.paid_on) - extract(month from f.default_on))::int end as months,
    f.is_ended and f.delinquency_bucket in ('paid', 'written_off') as is_complete, trim_scale(sum(p.amount)) as recovered
from (
    select customer_id, loan_id, start_date, default_on, default_balance, delinquency_bucket, coalesce(ended_on <= @as_of, false) as is_ended
    from loan_facts
    where default_on <= @as_of and
--> LoanFilter
) f
join (select customer_id, loan_id, paid_on, amount from payments where kind = 'recovery' and paid_on <= @as_of) p
    on p.customer_id = f.customer_id and p.loan_id = f.loan_id
group by 1, 2, 3, 4
