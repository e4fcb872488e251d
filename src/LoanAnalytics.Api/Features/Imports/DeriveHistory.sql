-- The repayment history of the loans in touched_loans, all of the book where the import has not said which, from instalments and
-- payments: loan_months, a row for each month's end from the start to the as-of date or the loan's end, and loan_standings, how each loan
-- stands at the as-of date. Nothing without a schedule, nor for loans that were not paid out; nothing at all in a book without payments.
-- Payments settle the oldest instalment first, so lateness is where the sum paid falls on the ladder of sums due: two searches a month
-- instead of a walk through the loan. A month's end is as it was known then: a payment counts until the day on which it is taken back.
create temp table if not exists touched_loans on commit drop as select customer_id, loan_id from loans;
analyze touched_loans;
delete from loan_months m using touched_loans t where m.customer_id = t.customer_id and m.loan_id = t.loan_id;
delete from loan_standings s using touched_loans t where s.customer_id = t.customer_id and s.loan_id = t.loan_id;

create temp table ladders on commit drop as
select customer_id, loan_id, array_agg(due_date order by n) as dues, array_agg(due order by n) as due,
    case when bool_and(principal is not null) then array_agg(principal order by n) end as principal, max(due) as total
from (
    select i.customer_id, i.loan_id, i.due_date, row_number() over w as n, sum(i.amount_due) over w as due,
        case when i.principal is not null then sum(i.principal) over w end as principal
    from instalments i
    join touched_loans t on t.customer_id = i.customer_id and t.loan_id = i.loan_id
    where exists (select from payments)
    window w as (partition by i.customer_id, i.loan_id order by i.due_date, i.seq rows unbounded preceding)
) i
group by customer_id, loan_id;

-- A reversal or refund takes back, whichever sign the record gives it; a waiver settles as money does; a recovery settles nothing.
create temp table movements on commit drop as
select customer_id, loan_id, array_agg(paid_on order by paid_on) as days, array_agg(paid order by paid_on) as paid,
    array_agg(paid_on order by paid_on) filter (where net < 0) as taken_back,
    max(paid_on) filter (where net > 0) as last_payment_on
from (
    select p.customer_id, p.loan_id, p.paid_on, sum(n.net) as net,
        sum(sum(n.net)) over (partition by p.customer_id, p.loan_id order by p.paid_on) as paid
    from payments p
    join touched_loans t on t.customer_id = p.customer_id and t.loan_id = p.loan_id
    cross join (select as_of from data_versions order by version desc limit 1) v
    cross join lateral (select case when p.kind in ('reversal', 'refund') then -abs(p.amount) else p.amount end as net) n
    where p.kind <> 'recovery' and p.paid_on <= v.as_of
    group by p.customer_id, p.loan_id, p.paid_on
) p
group by customer_id, loan_id;
analyze ladders, movements;

-- A loan ends when it is written off or closed; where the source does not say when, a loan that owes nothing ended when its schedule was
-- settled for good, or else with its last payment.
create temp table courses on commit drop as
select l.customer_id, l.loan_id, v.as_of, l.principal as lent, l.outstanding_balance, e.ended_on, e.is_written_off,
    date_trunc('month', l.start_date) as first_month,
    ((extract(year from e.last_day) - extract(year from l.start_date)) * 12
        + extract(month from e.last_day) - extract(month from l.start_date))::int as months,
    s.dues, s.due, s.principal, s.total, m.days, m.paid, m.taken_back, m.last_payment_on
from ladders s
join loans l on l.customer_id = s.customer_id and l.loan_id = s.loan_id
join loan_details d on d.customer_id = s.customer_id and d.loan_id = s.loan_id
cross join (select as_of from data_versions order by version desc limit 1) v
left join movements m on m.customer_id = s.customer_id and m.loan_id = s.loan_id
left join lateral (
    select m.days[coalesce(max(p.n) filter (where p.paid < s.total), 0) + 1] as on_day
    from unnest(m.paid) with ordinality as p (paid, n)
) settled on l.status = 'fully_paid' or coalesce(l.outstanding_balance, 0) <= 0
cross join lateral (
    select case when l.written_off_on <= v.as_of then l.written_off_on when l.status = 'written_off' then v.as_of end as written_off,
        case when l.status = 'fully_paid' then least(v.as_of, coalesce(l.closed_on, settled.on_day, m.days[cardinality(m.days)], l.end_date))
            else settled.on_day end as closed
) o
cross join lateral (
    select x.ended_on, coalesce(x.ended_on, v.as_of) as last_day, o.written_off is not null as is_written_off
    -- greatest passes over what is unknown
    from (select case when coalesce(o.written_off, o.closed) is not null
        then greatest(l.start_date, coalesce(o.written_off, o.closed)) end as ended_on) x
) e
where d.is_disbursed and l.start_date <= v.as_of;
analyze courses;

insert into loan_months (
    customer_id, loan_id, month_end, months_on_book, state, days_past_due, arrears, balance, due, paid, due_collected, arrears_collected)
select customer_id, loan_id, month_end, months_on_book,
    case when is_ended and is_written_off then 'written_off' when is_ended or is_last and balance <= 0 then 'paid' else
--> DelinquencyBucket
    end,
    days_past_due, arrears, balance, due_to_date - due_before, net - net_before,
    greatest(0, least(paid, due_to_date) - due_before), least(paid, due_before) - least(paid_before, due_before)
from (
    select c.customer_id, c.loan_id, m.month_end, m.months_on_book, m.is_ended, c.is_written_off, m.month_end = c.as_of as is_last,
        case when m.is_paid then 0 else greatest(0, m.month_end - c.dues[k.settled + 1]) end as days_past_due,
        case when m.is_paid then 0 else greatest(0, k.overdue - k.paid) end as arrears,
        case when m.is_paid then 0
            when m.month_end = c.as_of and not m.is_ended and c.outstanding_balance is not null then c.outstanding_balance
            when c.principal is null then greatest(0, c.total - k.paid)
            else greatest(0, c.lent - coalesce(c.principal[k.settled], 0)) end as balance,
        k.due_to_date, k.due_before, m.net, m.net_before, k.paid, k.paid_before
    from courses c
    -- 'offset 0' keeps each step from being worked out again wherever the next ones name it.
    cross join lateral (
        select n as months_on_book, (c.first_month + make_interval(months => n))::date - 1 as month_before,
            least(c.as_of, (c.first_month + make_interval(months => n + 1))::date - 1) as month_end
        from generate_series(0, c.months) as n
        offset 0
    ) d
    cross join lateral (
        select d.*, coalesce(c.ended_on <= d.month_end, false) as is_ended,
            coalesce(c.ended_on <= d.month_end, false) and not c.is_written_off as is_paid,
            coalesce(c.paid[width_bucket(d.month_end, c.days)], 0) as net,
            case when d.months_on_book = 0 then 0 else coalesce(c.paid[width_bucket(d.month_before, c.days)], 0) end as net_before
        offset 0
    ) m
    cross join lateral (
        select greatest(0, m.net) as paid, greatest(0, m.net_before) as paid_before,
            width_bucket(greatest(0, m.net), c.due) as settled,
            coalesce(c.due[width_bucket(m.month_end - 1, c.dues)], 0) as overdue,
            coalesce(c.due[width_bucket(m.month_end, c.dues)], 0) as due_to_date,
            case when m.months_on_book = 0 then 0 else coalesce(c.due[width_bucket(m.month_before, c.dues)], 0) end as due_before
        offset 0
    ) k
) m;

-- The first day with more than N days past due is N + 1 days after the due date of an instalment not settled by then, or a day on which
-- money was taken back.
insert into loan_standings (
    customer_id, loan_id, state, days_past_due, arrears, balance, ended_on, last_payment_on, ever30_on, ever60_on, ever90_on)
select c.customer_id, c.loan_id, m.state, m.days_past_due, m.arrears, m.balance, c.ended_on, c.last_payment_on,
    f.ever30_on, f.ever60_on, f.ever90_on
from courses c
join loan_months m on m.customer_id = c.customer_id and m.loan_id = c.loan_id and m.months_on_book = c.months
cross join lateral (
    select min(x.on_day) filter (where n.days = 30) as ever30_on, min(x.on_day) filter (where n.days = 60) as ever60_on,
        min(x.on_day) filter (where n.days = 90) as ever90_on
    from (values (30), (60), (90)) n (days)
    cross join lateral (
        select l.due_date + n.days + 1 as on_day, l.due from unnest(c.dues, c.due) as l (due_date, due)
        union all
        select t, c.due[width_bucket(t - n.days - 1, c.dues)] from unnest(c.taken_back) as t
    ) x
    where x.on_day <= c.as_of and (c.ended_on is null or x.on_day < c.ended_on)
        and greatest(0, coalesce(c.paid[width_bucket(x.on_day, c.days)], 0)) < x.due
) f
