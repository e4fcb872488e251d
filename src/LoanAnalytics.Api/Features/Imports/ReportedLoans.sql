-- What a monthly file says of a loan goes into the loan's own record: how and when it ended, and where its last month is that of the date of
-- the data (@as_of) what it owes and how late it is. A file of origination knows none of it.
update loans l
set status = case when e.ended_as is null or l.status in ('fully_paid', 'written_off') then l.status
        when e.ended_as = 'paid' then 'fully_paid' else 'written_off' end,
    closed_on = case when e.ended_as = 'paid' then coalesce(l.closed_on, e.ended_on) else l.closed_on end,
    written_off_on = case when e.ended_as = 'written_off' then coalesce(l.written_off_on, e.ended_on) else l.written_off_on end,
    outstanding_balance = case when e.ended_as = 'paid' then 0 when e.ended_as is not null or m.month = e.this_month
        then coalesce(m.balance, l.outstanding_balance) else l.outstanding_balance end,
    reported_days_past_due = case when e.ended_as is not null then null when m.month = e.this_month then
--> ReportedDays
        else l.reported_days_past_due end
from (
    select customer_id, loan_id, max(month) as last_month, min(month) filter (where ended_as is not null) as end_month
    from reported_months group by customer_id, loan_id
) r
join reported_months m on m.customer_id = r.customer_id and m.loan_id = r.loan_id and m.month = coalesce(r.end_month, r.last_month)
cross join lateral (
    select m.ended_as, coalesce(m.ended_on, m.month) as ended_on, (date_trunc('month', @as_of::date) + interval '1 month')::date - 1 as this_month
) e
where r.customer_id = l.customer_id and r.loan_id = l.loan_id
