-- The repayment history of the loans in touched_loans from instalments and payments: loan_courses, where each loan's days can be searched;
-- loan_standings, how it stands at the as-of date; loan_months, a row for each month's end from the start to the as-of date or the loan's end.
-- Nothing without a schedule, nor for loans that were not paid out; nothing at all in a book without payments. Payments settle the oldest
-- instalment first, so lateness is where the sum paid falls on the ladder of sums due: a search instead of a walk. A day is as it was known
-- then: a payment counts until the day on which it is taken back.
set local jit = off;
set local work_mem = '64MB';
delete from loan_months m using touched_loans t where m.customer_id = t.customer_id and m.loan_id = t.loan_id;
delete from loan_standings s using touched_loans t where s.customer_id = t.customer_id and s.loan_id = t.loan_id;
delete from loan_courses c using touched_loans t where c.customer_id = t.customer_id and c.loan_id = t.loan_id;

create temp table counting_policy on commit drop as
--> CurrentPolicy
;
create temp table played_loans on commit drop as
select l.customer_id, l.loan_id, l.start_date, l.end_date, l.principal, l.outstanding_balance, l.status, l.closed_on, l.written_off_on
from touched_loans t
join loans l on l.customer_id = t.customer_id and l.loan_id = t.loan_id
join loan_details d on d.customer_id = t.customer_id and d.loan_id = t.loan_id
cross join counting_policy v
where d.is_disbursed and l.start_date <= v.as_of and exists (select from payments);
analyze counting_policy, played_loans;

-- The joins in the order in which they stand, each loan's rows by the key, and nothing kept that no other loan will ask for.
set local join_collapse_limit = 1;
set local enable_memoize = off;
create temp table courses with (toast_tuple_target = 8160) on commit drop as
select l.customer_id, l.loan_id, l.start_date, l.principal as lent, e.ended_on, e.is_written_off, l.outstanding_balance as reported_balance,
    (extract(year from e.last_day) - extract(year from l.start_date))::int * 12
        + (extract(month from e.last_day) - extract(month from l.start_date))::int as months,
    coalesce(m.is_mixed, false) as is_mixed, s.dues, s.contracted, s.due, s.principal, m.days, m.paid, r.carried, m.last_payment_on,
    case when f.is_walked then f.ever30_on when s.ever30_on < e.until then s.ever30_on end as ever30_on,
    case when f.is_walked then f.ever60_on when s.ever60_on < e.until then s.ever60_on end as ever60_on,
    case when f.is_walked then f.ever90_on when s.ever90_on < e.until then s.ever90_on end as ever90_on,
    case when not e.is_written_off and e.ended_on < date_trunc('month', s.dues[cardinality(s.dues)]) then e.ended_on end as prepaid_on,
    s.instalments_due, s.instalments_early, s.instalments_on_time, s.instalments_late, s.days_late, s.max_days_late_12m,
    s.missed_instalments, s.trend_days
from played_loans l
cross join counting_policy v
-- A reversal or refund takes back, whichever sign the record gives it; a waiver settles as money does; a recovery settles nothing. Of
-- several payments on a day the last has the day's sum.
cross join lateral (
    select array_agg(p.paid_on) as days, array_agg(p.paid) as paid, coalesce(bool_or(p.kind <> 'payment'), false) as is_mixed,
        max(p.paid_on) filter (where p.net > 0) as last_payment_on
    from (
        select p.paid_on, p.kind, n.net, sum(n.net) over (order by p.paid_on, p.payment_no rows unbounded preceding) as paid
        from payments p
        cross join lateral (select case when p.kind in ('reversal', 'refund') then -abs(p.amount) else p.amount end as net) n
        where p.customer_id = l.customer_id and p.loan_id = l.loan_id and p.kind <> 'recovery' and p.paid_on <= v.as_of
    ) p
) m
-- A loan ends when it is written off or closed; where the source does not say when, a loan that owes nothing ended when its schedule was
-- settled for good, or else with its last payment.
cross join lateral (
    select case when l.closed_on is null and (l.status = 'fully_paid' or coalesce(l.outstanding_balance, 0) <= 0) then (
        select m.days[coalesce(max(p.n) filter (where p.paid + v.tolerance < t.total), 0) + 1]
        from (
            select sum(i.amount_due) as total from instalments i where i.customer_id = l.customer_id and i.loan_id = l.loan_id
        ) t
        cross join unnest(m.paid) with ordinality as p (paid, n)
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
-- An instalment that falls due after the loan's end counts for its behaviour only where it was settled.
-- An instalment is settled on the first day on which the sum paid reaches the sum due up to it: money has four decimals. The first day with more
-- than N days past due is N + 1 days after the due date of an instalment that is not settled by then.
cross join lateral (
    select array_agg(i.falls) as dues, array_agg(i.due_date) filter (where v.defers) as contracted, array_agg(i.due) as due,
        case when bool_and(i.principal is not null) then array_agg(i.principal) end as principal,
        min(i.day30) filter (where i.unsettled_on >= i.day30) as ever30_on,
        min(i.day60) filter (where i.unsettled_on >= i.day60) as ever60_on,
        min(i.day90) filter (where i.unsettled_on >= i.day90) as ever90_on,
        (count(*) filter (where i.counts))::int as instalments_due,
        (count(*) filter (where i.counts and i.days < 0))::int as instalments_early,
        (count(*) filter (where i.counts and i.days = 0))::int as instalments_on_time,
        (count(*) filter (where i.counts and i.days > 0))::int as instalments_late,
        coalesce(sum(i.days) filter (where i.counts and i.days > 0), 0) as days_late,
        max(greatest(0, i.days)) filter (where i.counts and (i.settled_on is null or i.settled_on > v.year_ago)) as max_days_late_12m,
        (count(*) filter (where i.counts and i.settled_on is null and i.falls < e.last_day))::int as missed_instalments,
        round(regr_slope(i.days, i.n) filter (where i.counts)::numeric, 6) as trend_days
    from (
        select i.*, i.amount_due > 0 and i.falls <= case when i.settled_on is null then e.last_day else v.as_of end as counts,
            coalesce(i.settled_on - 1, v.as_of) as unsettled_on,
            i.falls + greatest(30, v.grace_days) + 1 as day30, i.falls + greatest(60, v.grace_days) + 1 as day60,
            i.falls + greatest(90, v.grace_days) + 1 as day90,
            case when i.day > i.falls then i.day - i.falls when i.day < i.due_date then i.day - i.due_date else 0 end as days
        from (
            select i.*, coalesce(i.settled_on, e.last_day) as day
            from (
                select i.due_date, i.amount_due, i.falls, i.n, i.due, i.principal, case when i.due <= v.tolerance then i.due_date
                    else m.days[width_bucket(i.due - v.tolerance - 0.0001, m.paid) + 1] end as settled_on
                from (
                    select i.due_date, i.amount_due, sum(i.amount_due) over w as due,
                        case when i.principal is not null then sum(i.principal) over w end as principal,
                        count(*) filter (where i.amount_due > 0) over w as n,
                        case when not v.defers then i.due_date else (
                            select i.due_date + min(n) from generate_series(0, 60) as n
                            where not extract(dow from i.due_date + n)::int = any (v.rest_days) and not i.due_date + n = any (v.holidays)
                        ) end as falls
                    from instalments i
                    where i.customer_id = l.customer_id and i.loan_id = l.loan_id
                    window w as (order by i.due_date, i.seq rows unbounded preceding)
                ) i
                offset 0
            ) i
        ) i
    ) i
) s
-- Where money was taken back, or the count runs on under the rolling rule, a loan is walked: between two days of payments the sum paid stays
-- the same, and so does the oldest unpaid instalment. A day on which nothing is overdue ends a run.
cross join lateral (
    select array_agg(x.carried order by x.n) as carried
    from (
        select x.n, min(x.falls) filter (where x.overdue_from <= x.until)
            over (partition by x.run order by x.n rows between unbounded preceding and 1 preceding) as carried
        from (
            select x.*, count(*) filter (where x.overdue_from > x.since) over (order by x.n) as run
            from (
--> PaymentStretches
                where v.is_rolling
            ) x
        ) x
    ) x
    where x.n > 0
) r
cross join lateral (
    select v.is_rolling or m.is_mixed as is_walked, min(x.day30) filter (where x.day30 <= x.until) as ever30_on,
        min(x.day60) filter (where x.day60 <= x.until) as ever60_on, min(x.day90) filter (where x.day90 <= x.until) as ever90_on
    from (
        select least(x.until, e.until - 1) as until, greatest(x.overdue_from, c.since + 31) as day30,
            greatest(x.overdue_from, c.since + 61) as day60, greatest(x.overdue_from, c.since + 91) as day90
        from (
--> PaymentStretches
            where v.is_rolling or m.is_mixed
        ) x
        cross join lateral (select least(r.carried[x.n], x.falls) as since) c
        where x.falls is not null
    ) x
) f
where s.dues is not null;
analyze courses (customer_id, loan_id);

insert into loan_courses (
    customer_id, loan_id, start_date, principal, months, ended_on, is_written_off, reported_balance, is_mixed, dues, contracted, due, due_principal,
    paid_on, paid, counted_from)
select customer_id, loan_id, start_date, lent, months, ended_on, is_written_off, reported_balance, is_mixed, dues, contracted, due, principal, days,
    paid, carried
from courses
order by customer_id, loan_id;
analyze loan_courses (customer_id, loan_id);

-- In the order of the key, which the index takes fastest.
insert into loan_months (
    customer_id, loan_id, month_end, months_on_book, state_before, state, days_past_due, arrears_before, arrears, balance_before, balance, due,
    on_time, due_collected, arrears_collected, paid, paid_ahead, waived, prepayable, prepaid, can_prepay)
select c.customer_id, c.loan_id, d.month_end, d.months_on_book, z.state_before, z.state, k.days_past_due, m.arrears_before, m.arrears,
    k.balance_before, m.balance, m.due, m.on_time, m.due_collected, m.arrears_collected, m.paid, m.paid_ahead, 0, m.prepayable, m.prepaid,
    m.can_prepay
from (
    select c.*, date_trunc('month', c.start_date) as first_month
    from loan_courses c
    join touched_loans t on t.customer_id = c.customer_id and t.loan_id = c.loan_id
    order by c.customer_id, c.loan_id
) c
cross join counting_policy v
--> CourseArrays
cross join lateral (
    select n as months_on_book, (c.first_month + make_interval(months => n))::date - 1 as month_before,
        least(v.as_of, (c.first_month + make_interval(months => n + 1))::date - 1) as month_end
    from generate_series(0, c.months) as n
    offset 0
) d
--> LoanDays
;

insert into loan_standings (
    customer_id, loan_id, state, days_past_due, arrears, balance, schedule_balance, ended_on, last_payment_on, ever30_on, ever60_on, ever90_on,
    prepaid_on, instalments_due, instalments_early, instalments_on_time, instalments_late, days_late, max_days_late_12m, missed_instalments,
    trend_days)
select c.customer_id, c.loan_id, z.state, k.days_past_due, m.arrears, m.balance, k.schedule_balance, c.ended_on, x.last_payment_on, x.ever30_on,
    x.ever60_on, x.ever90_on, x.prepaid_on, x.instalments_due, x.instalments_early, x.instalments_on_time, x.instalments_late, x.days_late,
    x.max_days_late_12m, x.missed_instalments, x.trend_days
from courses x
join loan_courses c on c.customer_id = x.customer_id and c.loan_id = x.loan_id
cross join counting_policy v
--> CourseArrays
cross join lateral (select c.months as months_on_book, v.as_of as month_before, v.as_of as month_end offset 0) d
--> LoanDays
