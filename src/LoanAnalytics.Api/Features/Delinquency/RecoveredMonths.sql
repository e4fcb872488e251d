-- The recoveries up to @as_of on the loans of the selection in default by then: the months of payment, default and start, and how the loan ended.
select date_trunc('month', paid_on::timestamp)::date as paid_month, date_trunc('month', default_on::timestamp)::date as default_month,
    date_trunc('month', start_date::timestamp)::date as start_month, ended_on, delinquency_bucket as ending, default_balance is not null as is_known,
    amount as recovered
from (
    select customer_id, loan_id, start_date, default_on, default_balance, delinquency_bucket, ended_on
    from loan_facts
    where default_on <= @as_of and
--> LoanFilter
) f
join (select customer_id, loan_id, paid_on, amount from payments where kind = 'recovery' and paid_on <= @as_of) p using (customer_id, loan_id)
