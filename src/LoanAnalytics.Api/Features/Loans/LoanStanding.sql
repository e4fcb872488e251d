-- How a loan stands in the list of loans, when it ended, and whether the book has payments to tell by.
select days_past_due, trim_scale(arrears) as arrears_amount, delinquency_bucket, ended_on, exists (select from payments) as has_payments
from loan_facts
where customer_id = @customer_id and loan_id = @loan_id
