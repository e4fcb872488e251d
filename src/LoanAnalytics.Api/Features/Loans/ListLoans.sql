-- A page of the loans of a selection, with the length of the whole list on each row. /*order*/ is out of a closed list and ends in the key.
select loan_id, customer_id, branch_key as branch_id, nullif(region, 'unknown') as region, nullif(product, 'unknown') as product,
    status, source_status, principal, interest_rate, term_months, start_date, end_date, amount_paid, outstanding_balance,
    age, gender, annual_income, employment, count(*) over () as total
from loan_facts
where
--> LoanFilter
order by /*order*/
offset @skip limit @take
