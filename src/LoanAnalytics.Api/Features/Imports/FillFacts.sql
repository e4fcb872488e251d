-- The facts that answers read, of the whole book, from its history and what was found.
--> ReportedMonths
;
delete from loan_facts;
-- Tables filled in this transaction are joined, which plans badly without knowing how many rows they have.
analyze loan_standings, loan_month_arrays (customer_id, loan_id), found_rows;
--> LoanFacts
;
analyze loan_facts, customer_facts;
--> SumHistory
;
--> SumCohorts
;
analyze history_totals, cohort_totals;
--> SayEvidence
