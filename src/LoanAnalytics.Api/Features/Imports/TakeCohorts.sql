-- What the touched loans added to the cohorts before, taken off again.
insert into cohort_totals (n, start_month, event, event_month, ended_month, is_known, loans, principal)
with chosen as not materialized (
    select f.* from loan_facts f join touched_loans t on t.customer_id = f.customer_id and t.loan_id = f.loan_id
)
select coalesce((select max(n) from cohort_totals), 0) + row_number() over (order by start_month, event), start_month, event, event_month,
    ended_month, is_known, -loans, -principal from (
--> CohortSums
) c
