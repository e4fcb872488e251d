-- When the instalments above 0 of the loans in chosen fell due, up to the last_day of lasts, and when they were settled, for PaymentCourse. The loans of
-- PaymentsTakenBack.sql are left out; of a loan without a schedule falls is null.
select f.keys, f.start_date, c.ended_on,
    case when c.has_nothing_due then array(
        select c.dues[k] from generate_series(1, d.fallen) as k where c.due[k] > coalesce(c.due[k - 1], 0) order by k
    ) else c.dues[1:d.fallen] end as falls,
    case when c.contracted is null then null when c.has_nothing_due then array(
        select c.contracted[k] from generate_series(1, d.fallen) as k where c.due[k] > coalesce(c.due[k - 1], 0) order by k
    ) else c.contracted[1:d.fallen] end as contracted, c.settled_on
from chosen f
cross join lasts x
left join loan_courses c on c.customer_id = f.customer_id and c.loan_id = f.loan_id
cross join lateral (select width_bucket(x.last_day, c.dues) as fallen offset 0) d
where not coalesce(c.is_mixed, false)
