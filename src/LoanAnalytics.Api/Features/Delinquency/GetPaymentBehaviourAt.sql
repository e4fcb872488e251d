--> PaymentBehaviourSums
-- At the earlier day @as_of date, from the courses; is_apart are the loans of PaymentsTakenBack.sql. An instalment is settled on the first day
-- on which the sum paid reaches the sum due up to it. Of a loan that has ended nothing more falls due.
from (
    select f.*, b.*, coalesce(c.is_mixed, false) as is_apart
    from loan_facts f
    cross join (
--> CurrentPolicy
    ) v
    left join loan_courses c on c.customer_id = f.customer_id and c.loan_id = f.loan_id
    left join lateral (
        select count(*)::int as instalments_due, (count(*) filter (where x.days < 0))::int as instalments_early,
            (count(*) filter (where x.days = 0))::int as instalments_on_time, (count(*) filter (where x.days > 0))::int as instalments_late,
            sum(greatest(0, x.days)) as days_late,
            max(greatest(0, x.days)) filter (where x.settled_on is null or x.settled_on > @as_of::date - interval '12 months') as max_days_late_12m,
            (count(*) filter (where x.settled_on is null and x.falls < x.last))::int as missed_instalments,
            round(regr_slope(x.days, x.n)::numeric, 6) as trend_days
        from (
            select x.*, row_number() over (order by x.k) as n, case when x.day > x.falls then x.day - x.falls
                when x.day < x.contract then x.day - x.contract else 0 end as days
            from (
                select x.*, coalesce(x.settled_on, x.last) as day
                from (
                    select k, a.dues[k] as falls, coalesce(a.contract[k], a.dues[k]) as contract, least(c.ended_on, @as_of::date) as last,
                        case when a.due[k] <= v.tolerance then coalesce(a.contract[k], a.dues[k])
                            when a.paid[a.pays] >= a.due[k] - v.tolerance
                            then a.paid_on[width_bucket(a.due[k] - v.tolerance - 1, a.paid) + 1] end as settled_on
                    from (
                        -- Copied once, for an array in the table is fetched again for each search.
                        select c.dues || '{}' as dues, c.due || '{}' as due, c.paid_on || '{}' as paid_on, c.paid || '{}' as paid,
                            width_bucket(@as_of::date, c.paid_on) as pays, c.contracted || '{}' as contract
                        offset 0
                    ) a
                    cross join generate_series(1, width_bucket(@as_of::date, a.dues)) as k
                    where a.due[k] > coalesce(a.due[k - 1], 0)
                    offset 0
                ) x
                where x.settled_on is not null or x.falls <= x.last
            ) x
        ) x
    ) b on c.loan_id is not null and not c.is_mixed
    where f.is_disbursed and f.start_date <= @as_of::date
) f
where
--> LoanFilter
group by 1
