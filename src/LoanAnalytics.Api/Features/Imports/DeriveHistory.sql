-- The repayment history of the loans in touched_loans from instalments and payments: loan_courses, where each loan's days can be searched;
-- loan_standings, how it stands at the as-of date; loan_month_arrays, each month's end from the start to the as-of date or the loan's end.
-- Nothing without a schedule, nor for loans that were not paid out; nothing at all in a book without payments. Payments settle the oldest
-- instalment first, so lateness is where the sum paid falls on the ladder of sums due: a search instead of a walk. A day is as it was known
-- then: a payment counts until the day on which it is taken back. Sums are whole ten-thousandths, the smallest part of money: they are searched and
-- subtracted some hundred million times.
set local work_mem = '64MB';
delete from loan_month_arrays h using touched_loans t where h.customer_id = t.customer_id and h.loan_id = t.loan_id;
delete from loan_standings s using touched_loans t where s.customer_id = t.customer_id and s.loan_id = t.loan_id;
delete from loan_courses c using touched_loans t where c.customer_id = t.customer_id and c.loan_id = t.loan_id;

create temp table counting_policy on commit drop as
--> CurrentPolicy
;
-- In the order of the key, which an index takes fastest. What no whole number of ten-thousandths holds is no money: see FoundRows.
create temp table played_loans on commit drop as
select l.customer_id, l.loan_id, l.start_date, l.end_date, (l.principal * 10000)::bigint as principal,
    (l.outstanding_balance * 10000)::bigint as outstanding_balance, l.status, l.closed_on, l.written_off_on
from touched_loans t
join loans l on l.customer_id = t.customer_id and l.loan_id = t.loan_id
join described_loans d on d.customer_id = t.customer_id and d.loan_id = t.loan_id
cross join counting_policy v
where d.is_disbursed and l.start_date <= v.as_of and exists (select from payments) and not exists (
    select from found_rows f where f.customer_id = t.customer_id and f.loan_id = t.loan_id and f.id = 'sums-too-large'
)
order by l.customer_id, l.loan_id;
analyze counting_policy, played_loans;

-- The joins in the order in which they stand, each loan's rows by the key, and nothing kept that no other loan will ask for.
set local join_collapse_limit = 1;
set local enable_memoize = off;
insert into loan_courses (
    customer_id, loan_id, start_date, principal, months, ended_on, is_written_off, reported_balance, is_mixed, dues, contracted, due, due_principal,
    paid_on, paid, counted_from, last_payment_on, ever30_on, ever60_on, ever90_on, prepaid_on, instalments_due, instalments_early,
    instalments_on_time, instalments_late, days_late, max_days_late_12m, missed_instalments, trend_days, settlements)
select l.customer_id, l.loan_id, l.start_date, l.principal,
    (extract(year from e.last_day) - extract(year from l.start_date))::int * 12
        + (extract(month from e.last_day) - extract(month from l.start_date))::int,
    e.ended_on, e.is_written_off, l.outstanding_balance, m.is_mixed, s.dues, s.contracted, s.due, s.principal, m.days, m.paid, r.carried,
    m.last_payment_on,
    case when f.walked is not null then f.walked[1] when b.ever30_on < e.until then b.ever30_on end,
    case when f.walked is not null then f.walked[2] when b.ever60_on < e.until then b.ever60_on end,
    case when f.walked is not null then f.walked[3] when b.ever90_on < e.until then b.ever90_on end,
    case when not e.is_written_off and e.ended_on < date_trunc('month', s.dues[cardinality(s.dues)]) then e.ended_on end,
    b.settled + u.open[1], b.early, b.settled + u.open[1] - b.early - b.late - u.open[2], b.late + u.open[2], b.days_late + u.open[3],
    greatest(b.most_days_late, case when u.open[1] > 0 then e.last_day - n.unsettled end), u.open[2], (
        select round((12 * (b.days_by_order + u.open[4]) - 6 * (x.n + 1) * (b.days + u.open[3]))::numeric / nullif(x.n * (x.n * x.n - 1), 0), 6)
        from (select b.settled + u.open[1] as n) x
    ), nullif(coalesce(b.settlements, '') || coalesce(u.settlements, ''), '')
from played_loans l
cross join counting_policy v
-- A reversal or refund takes back, whichever sign the record gives it; a waiver settles as money does; a recovery settles nothing. Of
-- several payments on a day the last has the day's sum.
cross join lateral (
    select array_agg(p.paid_on) as days, array_agg(p.paid) as paid, coalesce(bool_or(p.kind <> 'payment'), false) as is_mixed,
        max(p.paid_on) filter (where p.net > 0) as last_payment_on
    from (
        select p.paid_on, p.kind, p.net, sum_whole(p.net) over (order by p.paid_on, p.payment_no rows unbounded preceding) as paid
        from (
            select p.paid_on, p.payment_no, p.kind,
                ((case when p.kind in ('reversal', 'refund') then -abs(p.amount) else p.amount end) * 10000)::bigint as net
            from payments p
            where p.customer_id = l.customer_id and p.loan_id = l.loan_id and p.kind <> 'recovery' and p.paid_on <= v.as_of
        ) p
    ) p
) m
cross join lateral (
    select array_agg(i.falls) as dues, array_agg(i.due_date) filter (where v.defers) as contracted, array_agg(i.due) as due,
        case when bool_and(i.principal is not null) then array_agg(i.principal) end as principal, bool_or(i.amount_due = 0) as has_nothing_due
    from (
        select i.due_date, i.amount_due, i.falls, sum_whole((i.amount_due * 10000)::bigint) over w as due,
            case when i.principal is not null then sum_whole((i.principal * 10000)::bigint) over w end as principal
        from (
            select i.*, case when not v.defers then i.due_date else (
                select i.due_date + min(n) from generate_series(0, 60) as n
                where not extract(dow from i.due_date + n)::int = any (v.rest_days) and not i.due_date + n = any (v.holidays)
            ) end as falls
            from instalments i
            where i.customer_id = l.customer_id and i.loan_id = l.loan_id
        ) i
        window w as (order by i.due_date, i.seq rows unbounded preceding)
    ) i
    having count(*) > 0
) s
-- A loan ends when it is written off or closed; where the source does not say when, a loan that owes nothing ended when its schedule was
-- settled for good, or else with its last payment.
cross join lateral (
    select case when l.closed_on is null and (l.status = 'fully_paid' or coalesce(l.outstanding_balance, 0) <= 0) then (
        select m.days[coalesce(max(p.n) filter (where p.paid + v.tolerance < s.due[cardinality(s.due)]), 0) + 1]
        from unnest(m.paid) with ordinality as p (paid, n)
    ) end as on_day
    offset 0
) settled
cross join lateral (
    select case when l.written_off_on <= v.as_of then l.written_off_on when l.status = 'written_off' then v.as_of end as written_off,
        case when l.status = 'fully_paid' then least(v.as_of, coalesce(l.closed_on, settled.on_day, m.days[cardinality(m.days)], l.end_date))
            else settled.on_day end as closed
    offset 0
) o
cross join lateral (
    select x.ended_on, coalesce(x.ended_on, v.as_of) as last_day, coalesce(x.ended_on, v.as_of + 1) as until,
        o.written_off is not null as is_written_off
    -- greatest passes over what is unknown
    from (select case when coalesce(o.written_off, o.closed) is not null
        then greatest(l.start_date, coalesce(o.written_off, o.closed)) end as ended_on) x
    offset 0
) e
-- How many instalments have fallen due by the as-of date, and how many of the schedule are settled by then. Those of nothing are not counted after.
cross join lateral (
    select n.*, case when n.settled < n.fallen then s.dues[n.settled + 1] end as unsettled
    from (
        select width_bucket(v.as_of, s.dues) as fallen, width_bucket(greatest(0, coalesce(m.paid[cardinality(m.paid)], 0)) + v.tolerance, s.due) as settled
        offset 0
    ) n
    offset 0
) n
-- Those that are not settled: they count where they fell due before the loan's end, and are late up to it.
cross join lateral (
    select case when n.unsettled <= e.last_day then (
        select array[count(*), count(*) filter (where s.dues[k] < e.last_day), sum(e.last_day - s.dues[k]), sum((k - coalesce((
            select count(*) from generate_series(1, k) as j where s.has_nothing_due and s.due[j] = coalesce(s.due[j - 1], 0)
        ), 0)) * (e.last_day - s.dues[k]))]
        from generate_series(n.settled + 1, width_bucket(e.last_day, s.dues)) as k
        where s.due[k] > coalesce(s.due[k - 1], 0)
    ) else '{0,0,0,0}' end::bigint[] as open, case when n.settled < n.fallen then (
        select string_agg(
--> Settlement
        , '') from (
            select s.dues[k] as falls, case when v.defers then s.contracted[k] else s.dues[k] end as contract, null::date as settled_on
            from generate_series(n.settled + 1, n.fallen) as k
            where s.due[k] > coalesce(s.due[k - 1], 0)
        ) i
    ) end as settlements
    offset 0
) u
-- Those that are: each on the first day on which the sum paid reaches the sum due up to it. The first day with more than N days past due is N + 1
-- days after the due date of an instalment that is not settled by then.
cross join lateral (
    select string_agg(
--> Settlement
        , '') as settlements, count(*) as settled, count(*) filter (where i.days < 0) as early,
        count(*) filter (where i.days > 0) as late, coalesce(sum(i.days) filter (where i.days > 0), 0) as days_late, coalesce(sum(i.days), 0) as days,
        coalesce(sum_whole(i.n * i.days), 0) as days_by_order, max(greatest(0, i.days)) filter (where i.settled_on > v.year_ago) as most_days_late,
        least(min(i.falls) filter (where i.days > v.after30), case when n.unsettled + v.after30 <= v.as_of then n.unsettled end) + v.after30 as ever30_on,
        least(min(i.falls) filter (where i.days > v.after60), case when n.unsettled + v.after60 <= v.as_of then n.unsettled end) + v.after60 as ever60_on,
        least(min(i.falls) filter (where i.days > v.after90), case when n.unsettled + v.after90 <= v.as_of then n.unsettled end) + v.after90 as ever90_on
    from (
        select i.n, i.falls, i.contract, i.settled_on, case when i.settled_on > i.falls then i.settled_on - i.falls when i.settled_on < i.contract
            then i.settled_on - i.contract else 0 end as days
        from (
            select i.*, case when i.due <= v.tolerance then i.contract else m.days[width_bucket(i.due - v.tolerance - 1, m.paid) + 1] end
                as settled_on
            from (
                select s.dues[k] as falls, case when v.defers then s.contracted[k] else s.dues[k] end as contract, s.due[k] as due,
                    case when s.has_nothing_due then k - (
                        select count(*) from generate_series(1, k) as j where s.due[j] = coalesce(s.due[j - 1], 0)
                    ) else k end as n
                from generate_series(1, least(n.fallen, n.settled)) as k
                where not s.has_nothing_due or s.due[k] > coalesce(s.due[k - 1], 0)
                offset 0
            ) i
            offset 0
        ) i
        offset 0
    ) i
) b
-- Where money was taken back, or the count runs on under the rolling rule, a loan is walked: between two days of payments the sum paid stays
-- the same, and so does the oldest unpaid instalment. A day on which nothing is overdue ends a run.
cross join lateral (
    select case when v.is_rolling then (
        select array_agg(x.carried order by x.n)
        from (
            select x.n, min(x.falls) filter (where x.overdue_from <= x.until)
                over (partition by x.run order by x.n rows between unbounded preceding and 1 preceding) as carried
            from (
                select x.*, count(*) filter (where x.overdue_from > x.since) over (order by x.n) as run
                from (
--> PaymentStretches
                ) x
            ) x
        ) x
        where x.n > 0
    ) end as carried
    offset 0
) r
cross join lateral (
    select case when v.is_rolling or m.is_mixed then (
        select array[min(x.day30) filter (where x.day30 <= x.until), min(x.day60) filter (where x.day60 <= x.until),
            min(x.day90) filter (where x.day90 <= x.until)]
        from (
            select least(x.until, e.until - 1) as until, greatest(x.overdue_from, c.since + 31) as day30,
                greatest(x.overdue_from, c.since + 61) as day60, greatest(x.overdue_from, c.since + 91) as day90
            from (
--> PaymentStretches
            ) x
            cross join lateral (select least(r.carried[x.n], x.falls) as since) c
            where x.falls is not null
        ) x
    ) end as walked
    offset 0
) f;

insert into loan_month_arrays (
    customer_id, loan_id, first_age, first_month_no, month_end, state, days_past_due, arrears_before, arrears, balance, due, on_time,
    due_collected, arrears_collected, paid, paid_ahead, prepayable, prepaid, can_prepay)
select c.customer_id, c.loan_id, 0, a.first_month_no, h.*
from played_loans l
cross join counting_policy v
cross join lateral (select * from loan_courses c where c.customer_id = l.customer_id and c.loan_id = l.loan_id offset 0) c
--> CourseArrays
cross join lateral (select 0 as from_age, c.months as to_age, v.as_of as until offset 0) d
cross join lateral (
    select array_agg(month_end), array_agg(state), array_agg(days_past_due), array_agg(arrears_before), array_agg(arrears), array_agg(balance),
        array_agg(due), array_agg(on_time), array_agg(due_collected), array_agg(arrears_collected), array_agg(paid), array_agg(paid_ahead),
        case when a.due_principal is not null then array_agg(prepayable) end,
        case when a.due_principal is not null then array_agg(prepaid) end, array_agg(can_prepay)
    from (
--> LoanDays
    ) m
) h;

insert into loan_standings (
    customer_id, loan_id, state, days_past_due, arrears, balance, schedule_balance, ended_on, last_payment_on, ever30_on, ever60_on, ever90_on,
    prepaid_on, instalments_due, instalments_early, instalments_on_time, instalments_late, days_late, max_days_late_12m, missed_instalments,
    trend_days)
select c.customer_id, c.loan_id, (
--> StateLabels
    )[h.state], h.days_past_due, h.arrears * 0.0001, h.balance * 0.0001, h.schedule_balance * 0.0001, c.ended_on, c.last_payment_on,
    c.ever30_on, c.ever60_on, c.ever90_on, c.prepaid_on, c.instalments_due, c.instalments_early, c.instalments_on_time, c.instalments_late,
    c.days_late, c.max_days_late_12m, c.missed_instalments, c.trend_days
from played_loans l
cross join counting_policy v
cross join lateral (select * from loan_courses c where c.customer_id = l.customer_id and c.loan_id = l.loan_id offset 0) c
--> CourseArrays
cross join lateral (
    select x.age as from_age, x.age as to_age, v.as_of as until
    from (select extract(year from v.as_of)::int * 12 + extract(month from v.as_of)::int - 1 - a.first_month_no as age) x
    offset 0
) d
cross join lateral (
    select state, days_past_due, arrears, balance, schedule_balance
    from (
--> LoanDays
    ) m
) h
