-- How a loan stands in the list of loans, when it ended, and whether the book has payments to tell by.
select f.days_past_due, trim_scale(f.arrears) as arrears_amount, f.delinquency_bucket, s.ended_on,
    exists (select from payments) as has_payments
from loan_facts f
left join loan_standings s on s.customer_id = f.customer_id and s.loan_id = f.loan_id
where f.customer_id = @customer_id and f.loan_id = @loan_id
