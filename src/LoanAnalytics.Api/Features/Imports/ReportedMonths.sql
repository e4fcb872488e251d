-- The months of the loans in touched_loans that no schedule tells of, as a source reports them: a monthly file, or where the book has neither
-- that nor a payment, successive extracts with days past due of at least two months, the last of each month standing for its end. Extracts
-- under another profile are another portfolio's. A loan ends with the first month that says so, or from which on it owes nothing.
create temp table month_sources on commit drop as
with v as (select version, as_of from data_versions order by version desc limit 1),
runs as (
    select version, as_of, max(version) filter (where mode = 'replace') over (order by version) as replace from data_versions
),
extracts as (
    select distinct on (date_trunc('month', d.as_of)) d.version, (date_trunc('month', d.as_of) + interval '1 month')::date - 1 as month
    from runs d join data_versions p on p.version = d.replace, v
    where d.as_of <= v.as_of and p.profile = (
        select x.profile from runs r join data_versions x on x.version = r.replace where r.version = v.version
    ) and not exists (select from reported_months) and not exists (select from payments)
    order by date_trunc('month', d.as_of), d.as_of desc, d.version desc
)
select r.customer_id, r.loan_id, r.month, r.balance,
--> ReportedDays
    as days_past_due, r.ended_as, r.ended_on
from reported_months r
join touched_loans t on t.customer_id = r.customer_id and t.loan_id = r.loan_id
union all
select s.customer_id, s.loan_id, e.month, s.balance, s.days_past_due,
    case s.status when 'fully_paid' then 'paid' when 'written_off' then 'written_off' end, null::date
from extracts e
join loan_snapshots s on s.version = e.version
join touched_loans t on t.customer_id = s.customer_id and t.loan_id = s.loan_id
where 1 < (
    select count(*) from extracts x where exists (
        select from loan_snapshots y where y.version = x.version and y.days_past_due is not null
    )
);
analyze month_sources;

create temp table told_months on commit drop as
select *, case when state_known then lag(state) over w end as state_before
from (
    select *, months_on_book - 1 = lag(months_on_book) over w as state_known,
        case when state = 'paid' then 0 when state = 'written_off' then coalesce(nullif(balance, 0), lag(balance) over w) else balance end as owed
    from (
        select *, case when end_month = month then coalesce(ended_as, 'paid') when days_past_due is not null then
--> DelinquencyBucket
            end as state
        from (
            select m.*, v.as_of, coalesce(l.end_date, (l.start_date + make_interval(months => l.term_months))::date) as contract_end,
                min(m.month) filter (where m.ended_as is not null or m.balance <= 0 and not m.owes_later)
                    over (partition by m.customer_id, m.loan_id) as end_month,
                (extract(year from m.month) - extract(year from l.start_date))::int * 12
                    + (extract(month from m.month) - extract(month from l.start_date))::int as months_on_book
            from (
                select *, coalesce(bool_or(balance > 0) over (
                    partition by customer_id, loan_id order by month rows between 1 following and unbounded following), false) as owes_later
                from month_sources
            ) m
            join loans l on l.customer_id = m.customer_id and l.loan_id = m.loan_id
            cross join (select as_of, date_trunc('month', as_of) as this_month from data_versions order by version desc limit 1) v
            where m.month < v.this_month + interval '1 month' and not exists (
                select from loan_courses c where c.customer_id = m.customer_id and c.loan_id = m.loan_id
            )
        ) m
        where month <= coalesce(end_month, month) and months_on_book >= 0
    ) m
    window w as (partition by customer_id, loan_id order by month)
) m
window w as (partition by customer_id, loan_id order by month);
analyze told_months;

-- A month that the source leaves out is an empty place.
insert into loan_month_arrays (customer_id, loan_id, first_age, first_month_no, month_end, state, days_past_due, balance, can_prepay)
select l.customer_id, l.loan_id, l.first_age, extract(year from l.first_month)::int * 12 + extract(month from l.first_month)::int - 1,
    array_agg(case when m.month is not null then least(m.month, m.as_of) end order by age), array_agg(array_position(
--> StateLabels
    , m.state)::smallint order by age), array_agg(case m.state when 'paid' then 0 else m.days_past_due end order by age),
    array_agg((m.owed * 10000)::bigint order by age),
    array_agg(case when m.month is not null then m.state_before is not null and m.contract_end > m.month end order by age)
from (
    select customer_id, loan_id, min(months_on_book) as first_age, max(months_on_book) as last_age, min(month) as first_month
    from told_months group by customer_id, loan_id
) l
cross join lateral generate_series(l.first_age, l.last_age) as age
left join told_months m on m.customer_id = l.customer_id and m.loan_id = l.loan_id and m.months_on_book = age
group by l.customer_id, l.loan_id, l.first_age, l.first_month
order by l.customer_id, l.loan_id;

-- How a loan stands is what its last month says, where that is the month in which it ended or that of the date of the data. A month's end is the
-- first day on which more than so many days are known of.
insert into loan_standings (
    customer_id, loan_id, state, days_past_due, balance, ended_on, ever30_on, ever60_on, ever90_on, prepaid_on)
select m.customer_id, m.loan_id, m.state, case m.state when 'paid' then 0 else m.days_past_due end, m.owed, e.ended_on, x.ever30_on,
    x.ever60_on, x.ever90_on, case when m.state = 'paid' and e.ended_on < date_trunc('month', m.contract_end) then e.ended_on end
from told_months m
join (
    select customer_id, loan_id, max(month) as month,
        min(least(month, as_of)) filter (where days_past_due > 30) as ever30_on,
        min(least(month, as_of)) filter (where days_past_due > 60) as ever60_on,
        min(least(month, as_of)) filter (where days_past_due > 90) as ever90_on
    from told_months group by customer_id, loan_id
) x on x.customer_id = m.customer_id and x.loan_id = m.loan_id and x.month = m.month
cross join lateral (
    select case when m.state in ('paid', 'written_off') then least(coalesce(m.ended_on, m.month), m.as_of) end as ended_on
) e
where m.state is not null and (e.ended_on is not null or m.month >= m.as_of)
