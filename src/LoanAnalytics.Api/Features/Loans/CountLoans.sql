-- How many loans a selection holds.
select count(*) as "Value"
from loan_facts
where
--> LoanFilter
