-- The loans of a selection, from a place in an order on. /*order*/ and /*after*/ are made of the closed list of columns; the order ends in
-- the key. @take is null for the whole list.
select loan_id, customer_id, branch_key as branch_id, nullif(region, 'unknown') as region, nullif(product, 'unknown') as product,
    status, source_status, trim_scale(principal) as principal, trim_scale(interest_rate) as interest_rate, term_months,
    start_date, end_date, trim_scale(amount_paid) as amount_paid, trim_scale(outstanding_balance) as outstanding_balance,
    trim_scale(unexplained) as unexplained, age, gender, trim_scale(annual_income) as annual_income, employment,
    days_past_due, trim_scale(arrears) as arrears_amount, delinquency_bucket, last_payment_on,
    instalments_behind::double precision as instalments_behind, plan_band
from loan_facts
cross join lateral (
    select case when is_disbursed then principal else 0 end - coalesce(amount_paid, 0) - coalesce(outstanding_balance, 0) as unexplained
) u
where
--> LoanFilter
and /*after*/
order by /*order*/
limit @take
