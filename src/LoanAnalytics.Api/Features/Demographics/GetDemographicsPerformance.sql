-- For each borrower with a known income: the income, and the share of the borrower's loans that defaulted.
select customer_id, max(annual_income) as income,
    (count(*) filter (where is_defaulted))::double precision / count(*) as defaulted_share
from loan_facts
where annual_income is not null and
--> LoanFilter
group by customer_id
order by customer_id
