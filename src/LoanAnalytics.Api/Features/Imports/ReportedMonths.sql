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
    as days_past_due, r.ended_as
from reported_months r
join touched_loans t on t.customer_id = r.customer_id and t.loan_id = r.loan_id
union all
select s.customer_id, s.loan_id, e.month, s.balance, s.days_past_due,
    case s.status when 'fully_paid' then 'paid' when 'written_off' then 'written_off' end
from extracts e
join loan_snapshots s on s.version = e.version
join touched_loans t on t.customer_id = s.customer_id and t.loan_id = s.loan_id
where 1 < (
    select count(*) from extracts x where exists (
        select from loan_snapshots y where y.version = x.version and y.days_past_due is not null
    )
);
analyze month_sources;

insert into loan_months (customer_id, loan_id, month_end, months_on_book, state, days_past_due, balance)
select customer_id, loan_id, least(month, as_of), months_on_book, state, case state when 'paid' then 0 else days_past_due end,
    case when state = 'paid' then 0 when state = 'written_off' then coalesce(nullif(balance, 0), balance_before) else balance end
from (
    select *, lag(balance) over w as balance_before,
        case when end_month = month then coalesce(ended_as, 'paid') when days_past_due is not null then
--> DelinquencyBucket
        end as state
    from (
        select m.*, v.as_of, min(m.month) filter (where m.ended_as is not null or m.balance <= 0 and not m.owes_later)
                over (partition by m.customer_id, m.loan_id) as end_month,
            ((extract(year from m.month) - extract(year from l.start_date)) * 12
                + extract(month from m.month) - extract(month from l.start_date))::int as months_on_book
        from (
            select *, coalesce(bool_or(balance > 0) over (
                partition by customer_id, loan_id order by month rows between 1 following and unbounded following), false) as owes_later
            from month_sources
        ) m
        join loans l on l.customer_id = m.customer_id and l.loan_id = m.loan_id
        cross join (select as_of from data_versions order by version desc limit 1) v
        where not exists (select from loan_months h where h.customer_id = m.customer_id and h.loan_id = m.loan_id)
    ) m
    where month <= coalesce(end_month, month) and months_on_book >= 0 and month <= (date_trunc('month', as_of) + interval '1 month')::date - 1
    window w as (partition by customer_id, loan_id order by month)
) m
