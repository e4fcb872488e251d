-- How many loans of each month of origination were struck by @as_of, by the month in which they were; event_month is null for the others.
-- Loans of which it cannot be known whether or when they were are counted apart. /*group*/ is the groups' columns, out of a closed list.
-- @event text: ever30, ever60, ever90, default or prepaid. @as_of date.
select array[/*group*/]::text[] as keys, date_trunc('month', start_date)::date as start_month,
    date_trunc('month', event_on)::date as event_month, is_known, count(*) as loans, trim_scale(sum(principal)) as principal
from (
    select f.*, k.is_known, case when k.is_known and e.on_day <= @as_of::date then e.on_day end as event_on
    from loan_facts f
    cross join lateral (
        select case @event::text when 'ever30' then f.ever30_on when 'ever60' then f.ever60_on when 'ever90' then f.ever90_on
            when 'default' then f.default_on when 'prepaid' then f.prepaid_on end as on_day
    ) e
    cross join lateral (
        select case @event::text when 'default' then not f.is_defaulted or f.default_on is not null
            when 'prepaid' then f.status <> 'fully_paid' or f.ended_on is not null and (f.has_history or f.end_date is not null)
            else f.has_history end as is_known
    ) k
    where f.is_disbursed and f.start_date <= @as_of::date
) f
where
--> LoanFilter
group by 1, 2, 3, 4
