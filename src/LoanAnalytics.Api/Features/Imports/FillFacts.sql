-- The facts that answers read, of the whole book, from its history and what was found.
--> ReportedMonths
;
delete from loan_facts;
--> LoanFacts
;
analyze loan_facts, customer_facts;
--> SumHistory
;
--> SumCohorts
;
analyze history_totals, cohort_totals;
--> SumBehaviour
;
--> SayEvidence
