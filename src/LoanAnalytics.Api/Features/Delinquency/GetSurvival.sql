-- How many loans were last seen without default, or defaulted, at each age by @as_of. A loan is seen until it is repaid, or else until @as_of.
-- Loans of which it is not known when they defaulted or were repaid are counted apart. /*group*/ is the groups' columns, out of a closed list.
-- @as_of date.
select array[/*group*/]::text[] as keys, is_known, case when is_known then months_seen end as months_on_book, is_event, count(*) as loans
from (
    select f.*, d.is_event,
        (not f.is_defaulted or f.default_on is not null) and (f.status <> 'fully_paid' or coalesce(f.default_on, f.ended_on) is not null) as is_known,
        ((extract(year from d.last_day) - extract(year from f.start_date)) * 12
            + extract(month from d.last_day) - extract(month from f.start_date))::int as months_seen
    from loan_facts f
    cross join lateral (
        select coalesce(f.default_on <= @as_of::date, false) as is_event,
            case when f.default_on <= @as_of::date then f.default_on else least(f.ended_on, @as_of::date) end as last_day
    ) d
    where f.is_disbursed and f.start_date <= @as_of::date
) f
where
--> LoanFilter
group by 1, 2, 3, 4
