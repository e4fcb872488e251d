-- Where loan l of loan_facts with its months h, if it has any, stood on d.day, a month's end or the as-of date of v, and what it owed: as that month
-- tells; after its end as it ended; a loan without months at the as-of date as its facts say. Null before its start. Balance in ten-thousandths.
select x.is_told, case when x.is_told then coalesce((
--> StateLabels
    )[h.state[x.k]], 'unknown')
    when l.ended_on <= d.day and l.delinquency_bucket in ('paid', 'written_off') then l.delinquency_bucket
    when l.start_date > d.day or not l.is_disbursed then null
    when h.loan_id is null and d.day = v.as_of then l.delinquency_bucket
    else 'unknown' end as state,
    case when x.is_told then h.balance[x.k] when h.loan_id is null and d.day = v.as_of then l.gross_balance * 10000 end as balance
from (
    select y.k, coalesce(h.month_end[y.k] = d.day, false) as is_told
    from (select extract(year from d.day)::int * 12 + extract(month from d.day)::int - h.first_month_no as k) y
    offset 0
) x
