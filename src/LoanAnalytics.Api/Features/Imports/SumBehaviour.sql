-- How punctually each loan of the book was paid.
with chosen as not materialized (select '{}'::text[] as keys, customer_id, loan_id, start_date from loan_facts where is_disbursed)
--> SettledCourses
