-- The same as FillFacts for the loans in described_loans alone, and the months of those in touched_loans.
--> ReportedMonths
;
delete from loan_facts f using described_loans t where f.customer_id = t.customer_id and f.loan_id = t.loan_id;
--> LoanFacts
;
create temp table touched_after on commit drop as
--> TouchedMonths
;
analyze touched_before (customer_id, loan_id), touched_after (customer_id, loan_id);
create temp table changed_months on commit drop as
--> ChangedMonths
;
analyze changed_months;
create temp table months_before on commit drop as
with touched as not materialized (table touched_before),
--> SumTouched
;
create temp table months_after on commit drop as
with touched as not materialized (table touched_after),
--> SumTouched
;
--> AddTotals
;
--> AddCohorts
;
--> SayEvidence
