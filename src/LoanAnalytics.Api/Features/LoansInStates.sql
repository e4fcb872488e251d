-- The loans that on each day of @state_days date[] were in a state that @states text[] names beside it, and owed something where @state_owing boolean[] says so, and were not
-- renegotiated by then where @state_strict boolean[] does.
select l.customer_id, l.loan_id
from loan_facts l
left join loan_month_arrays h on h.customer_id = l.customer_id and h.loan_id = l.loan_id
cross join (select as_of from data_versions order by version desc limit 1) v
cross join unnest(@state_days::date[], @states::text[], @state_owing::boolean[], @state_strict::boolean[]) as d (day, state, is_owing, is_strict)
cross join lateral (
--> StateOnDay
) s
where s.state = d.state and (not d.is_owing or s.balance > 0) and not (d.is_strict and coalesce(l.renegotiated_on <= d.day, false))
group by l.customer_id, l.loan_id
having count(distinct d.day) = (select count(distinct day) from unnest(@state_days::date[]) as day)
