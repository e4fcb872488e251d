-- The same as FillFacts for the loans in described_loans alone, and the months of those in touched_loans.
--> ReportedMonths
;
delete from loan_facts f using described_loans t where f.customer_id = t.customer_id and f.loan_id = t.loan_id;
--> LoanFacts
;
create temp table months_after on commit drop as
--> SumTouched
;
--> AddTotals
;
--> AddCohorts
;
--> SayEvidence
