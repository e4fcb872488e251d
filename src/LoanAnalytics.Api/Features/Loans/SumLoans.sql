-- How many loans a selection holds, and their money as Measures.sql adds it up: of no loan 0, of loans without a known amount null.
select
    count(*) as loans,
    trim_scale(coalesce(sum(principal), 0)) as principal,
    trim_scale(coalesce(sum(principal) filter (where is_disbursed), 0)) as disbursed,
    trim_scale(case when count(*) = 0 then 0 else sum(amount_paid) end) as repaid,
    trim_scale(case when count(*) = 0 then 0 else sum(outstanding_balance) end) as outstanding
from loan_facts
where
--> LoanFilter
