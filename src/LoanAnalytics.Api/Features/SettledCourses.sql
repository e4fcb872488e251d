-- When the instalments of the loans in chosen fell due and were settled. The loans of PaymentsTakenBack.sql are left out. Nothing in it keeps the planner
-- from working in parallel.
select f.keys, f.start_date, c.ended_on, c.customer_id is not null as has_schedule, c.settlements
from chosen f
left join loan_courses c on c.customer_id = f.customer_id and c.loan_id = f.loan_id
where not coalesce(c.is_mixed, false)
