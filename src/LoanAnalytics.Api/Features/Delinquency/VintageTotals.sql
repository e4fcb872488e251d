-- The same as GetVintages for all loans without groups, from the cohorts added up at the publish; @as_of is a month's end or the date of the data.
select array[]::text[] as keys, start_month, case when event_month <= @as_of then event_month end as event_month, is_known,
    sum(loans)::bigint as loans, trim_scale(sum(principal)) as principal
from cohort_totals
where event = @event and start_month <= @as_of
group by 2, 3, 4
having sum(loans) > 0
