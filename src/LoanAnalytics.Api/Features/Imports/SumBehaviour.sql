-- How punctually each loan of the book was paid.
with chosen as not materialized (select null::text[] as keys, customer_id, loan_id, start_date from loan_facts where is_disbursed),
lasts as (select as_of as last_day from data_versions order by version desc limit 1)
--> SettledCourses
