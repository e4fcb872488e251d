-- The same as GetSurvival for all loans without groups, from the cohorts added up at the publish; @as_of is a month's end or the date of the data.
select array[]::text[] as keys, is_known, case when is_known then months_seen end as months_on_book, is_event, sum(loans)::bigint as loans
from (
    select c.*, coalesce(event_month <= @as_of, false) as is_event,
        ((extract(year from d.last_month) - extract(year from start_month)) * 12
            + extract(month from d.last_month) - extract(month from start_month))::int as months_seen
    from cohort_totals c
    cross join lateral (
        select case when event_month <= @as_of then event_month else least(ended_month, @as_of) end as last_month
    ) d
    where event = 'seen' and start_month <= @as_of
) c
group by 2, 3, 4
having sum(loans) > 0
