-- The cohorts of the whole book added up.
delete from cohort_totals;
insert into cohort_totals (n, start_month, event, event_month, ended_month, is_known, loans, principal)
with chosen as not materialized (select * from loan_facts)
select row_number() over (order by start_month, event), start_month, event, event_month, ended_month, is_known, loans, principal from (
--> CohortSums
) c
