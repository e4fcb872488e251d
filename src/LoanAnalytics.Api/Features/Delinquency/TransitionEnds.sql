-- The same looked at from the two ends of a period: the state of each loan at @from, a month's end, and at @to, or how it had ended by then.
-- @is_within boolean: @to lies within a month of which no end is told, so the courses say how their loans stood.
with ends as (
    select l.start_date, l.ended_on, h.loan_id is not null as has_months, b.is_told as is_before, b.state as state_before, b.balance,
        w.state is not null or a.is_told as is_after, coalesce(w.state, a.state) as state_after
    from (
        select customer_id, loan_id, start_date, ended_on, delinquency_bucket, is_disbursed, gross_balance from loan_facts
        where
--> LoanFilter
    ) l
    left join loan_month_arrays h on h.customer_id = l.customer_id and h.loan_id = l.loan_id
    cross join (select as_of from data_versions order by version desc limit 1) v
    cross join lateral (
        select s.* from (select @from::date as day) d cross join lateral (
--> StateOnDay
        ) s
    ) b
    cross join lateral (
        select s.* from (select @to::date as day) d cross join lateral (
--> StateOnDay
        ) s
    ) a
    left join lateral (
        select (
--> StateLabels
            )[m.state] as state
        from loan_courses c
        cross join (
--> CurrentPolicy
        ) v
--> CourseArrays
        cross join lateral (
            select x.age as from_age, x.age as to_age, @to::date as until
            from (select extract(year from @to::date)::int * 12 + extract(month from @to::date)::int - 1 - a.first_month_no as age) x
            offset 0
        ) d
        cross join lateral (
--> LoanDays
        ) m
        where @is_within::boolean and c.customer_id = l.customer_id and c.loan_id = l.loan_id and c.start_date <= @to
            and (c.ended_on is null or c.ended_on > @to)
    ) w on true
    offset 0
)
select null::date as month_end, null::int as months_on_book, case when is_before then state_before end as state_before, state_after as state,
    count(*) as loans, trim_scale(coalesce(sum(balance) filter (where is_before), 0) * 0.0001) as balance
from ends
-- In the book at the start; or come in since, be it that it has ended before the period does.
where is_before and state_before not in ('paid', 'written_off')
    or not is_before and (is_after or start_date > @from and ended_on <= @to and has_months)
group by 3, 4
