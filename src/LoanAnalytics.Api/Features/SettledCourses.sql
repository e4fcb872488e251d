-- When the instalments of the loans in chosen fell due, up to the last_day of lasts, and when those above 0 were settled, for PaymentCourse; the sums due up to
-- each where some are 0. The loans of PaymentsTakenBack.sql are left out; of a loan without a schedule falls is null. Nothing in it keeps the
-- planner from working in parallel.
select f.keys, f.start_date, c.ended_on, c.dues[1:width_bucket(x.last_day, c.dues)] as falls, c.contracted[1:width_bucket(x.last_day, c.dues)] as contracted,
    c.settled_on, case when c.has_nothing_due then c.due[1:width_bucket(x.last_day, c.dues)] end as due
from chosen f
cross join lasts x
left join loan_courses c on c.customer_id = f.customer_id and c.loan_id = f.loan_id
where not coalesce(c.is_mixed, false)
