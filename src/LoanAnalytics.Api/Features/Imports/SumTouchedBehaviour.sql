-- How punctually the loans in touched_loans were paid.
with chosen as not materialized (
    select '{}'::text[] as keys, f.customer_id, f.loan_id, f.start_date
    from touched_loans t join loan_facts f on f.customer_id = t.customer_id and f.loan_id = t.loan_id
    where f.is_disbursed
)
--> SettledCourses
