-- The months and facts of the loans in touched_loans as they stand.
with chosen as (
    select f.* from loan_facts f join touched_loans t on t.customer_id = f.customer_id and t.loan_id = f.loan_id
)
--> PairedMonths
