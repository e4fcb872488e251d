-- Length of the list of scores.
select count(*)::bigint as "Value"
from risk_scores s
join (
    select customer_id, loan_id from loan_facts where
--> LoanFilter
) f on f.customer_id = s.customer_id and f.loan_id = s.loan_id
