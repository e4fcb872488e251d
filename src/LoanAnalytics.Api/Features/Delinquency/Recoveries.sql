-- Money got in after default up to @as_of, by the months in which it came and in which the loan defaulted, where the rows follow the age also by the month
-- of its start. It counts for the loss given default where the balance at default is known; what a loan repaid in full owed has come back by its end,
-- whatever of it was called a recovery.
select date_trunc('month', paid_on::timestamp)::date as paid_month, date_trunc('month', default_on::timestamp)::date as default_month,
    case when @axis = 'age' then date_trunc('month', start_date::timestamp)::date end as start_month,
    default_balance is not null and not (is_ended and delinquency_bucket = 'paid') as counts,
    is_ended and delinquency_bucket in ('paid', 'written_off') as is_complete, trim_scale(sum(amount)) as recovered
from (
    select customer_id, loan_id, start_date, default_on, default_balance, delinquency_bucket, coalesce(ended_on <= @as_of, false) as is_ended
    from loan_facts
    where default_on <= @as_of and
--> LoanFilter
) f
join (select customer_id, loan_id, paid_on, amount from payments where kind = 'recovery' and paid_on <= @as_of) p using (customer_id, loan_id)
group by 1, 2, 3, 4, 5
