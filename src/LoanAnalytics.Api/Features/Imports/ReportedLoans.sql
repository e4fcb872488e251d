-- What a monthly file says of a loan goes into the loan's own record: how and when it ended, and where its last month is that of the date of
-- the data (@as_of) what it owes and how late it is. A file of origination knows none of it. What the loans' file said is kept in filed_loans, so
-- that a month that comes again takes back what it said before. reported_loans are the records that become others.
insert into filed_loans (customer_id, loan_id, status, closed_on, written_off_on, outstanding_balance, reported_days_past_due)
select customer_id, loan_id, status, closed_on, written_off_on, outstanding_balance, reported_days_past_due from loans l
where exists (select from reported_months m where m.customer_id = l.customer_id and m.loan_id = l.loan_id)
-- Not asked for with "not exists": the planner takes an empty table for a small one, and would read all that is written for each loan.
on conflict do nothing;
analyze filed_loans;

create temp table reported_loans on commit drop as
select n.*
from (
    select f.customer_id, f.loan_id, case when e.ended_as is null or f.status in ('fully_paid', 'written_off') then f.status
            when e.ended_as = 'paid' then 'fully_paid' else 'written_off' end as status,
        case when e.ended_as = 'paid' then coalesce(f.closed_on, e.ended_on) else f.closed_on end as closed_on,
        case when e.ended_as = 'written_off' then coalesce(f.written_off_on, e.ended_on) else f.written_off_on end as written_off_on,
        case when e.ended_as = 'paid' then 0 when e.ended_as is not null or m.month = e.this_month
            then coalesce(m.balance, f.outstanding_balance) else f.outstanding_balance end as outstanding_balance,
        case when e.ended_as is not null then null when m.month = e.this_month then
--> ReportedDays
            else f.reported_days_past_due end as reported_days_past_due
    from (
        select customer_id, loan_id, max(month) as last_month, min(month) filter (where ended_as is not null) as end_month
        from reported_months group by customer_id, loan_id
    ) r
    join reported_months m on m.customer_id = r.customer_id and m.loan_id = r.loan_id and m.month = coalesce(r.end_month, r.last_month)
    join filed_loans f on f.customer_id = r.customer_id and f.loan_id = r.loan_id
    cross join lateral (
        select m.ended_as, coalesce(m.ended_on, m.month) as ended_on,
            (date_trunc('month', @as_of::date) + interval '1 month')::date - 1 as this_month
    ) e
) n
join loans l on l.customer_id = n.customer_id and l.loan_id = n.loan_id
where (l.status, l.closed_on, l.written_off_on, l.outstanding_balance, l.reported_days_past_due)
    is distinct from (n.status, n.closed_on, n.written_off_on, n.outstanding_balance, n.reported_days_past_due)
