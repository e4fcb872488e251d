-- The chosen loans by month of origination and by what happened to them when: each event of a vintage, and when a loan was last seen, defaulted or
-- ended, for its time to default. What counts as known is as in GetVintages.sql and GetSurvival.sql.
select date_trunc('month', f.start_date)::date as start_month, e.event, date_trunc('month', e.on_day)::date as event_month,
    date_trunc('month', e.ended_on)::date as ended_month, e.is_known, count(*) as loans, sum(f.principal) as principal
from chosen f
cross join (select as_of from data_versions order by version desc limit 1) v
cross join lateral (values
    ('ever30', f.has_history, f.ever30_on, null::date),
    ('ever60', f.has_history, f.ever60_on, null),
    ('ever90', f.has_history, f.ever90_on, null),
    ('default', not f.is_defaulted or f.default_on is not null, f.default_on, null),
    ('prepaid', f.status <> 'fully_paid' or f.ended_on is not null and (f.has_history or f.end_date is not null), f.prepaid_on, null),
    ('seen', (not f.is_defaulted or f.default_on is not null) and (f.status <> 'fully_paid' or coalesce(f.default_on, f.ended_on) is not null),
        f.default_on, case when f.default_on is null then f.ended_on end)
) k (event, is_known, on_day, ended_on)
cross join lateral (
    select k.event, k.is_known, case when k.is_known then k.on_day end as on_day, case when k.is_known then k.ended_on end as ended_on
) e
where f.is_disbursed and f.start_date <= v.as_of
group by 1, 2, 3, 4, 5
