-- The loans of the selection as of an earlier day. /*group*/ is the groups' columns, out of a closed list. @as_of date.
with chosen as not materialized (
    select array[/*group*/]::text[] as keys, customer_id, loan_id, start_date
    from loan_facts
    where is_disbursed and start_date <= @as_of::date and
--> LoanFilter
)
--> SettledCourses
