-- What the source reports at the as-of date of each loan whose history comes from payments, beside the same by schedule and payments alone, a
-- row for each figure. Loans that are written off are past counting. Of a loan that the source has closed there is no schedule to stand
-- against any more: what can still be said is how much of its principal has not come in. A status is at odds with payments where an open loan
-- is settled or more than 90 days past due, a defaulted one is not late, and a fully paid one has not brought in its principal; the money at
-- stake is its size.
select f.customer_id, f.loan_id, f.branch_key as branch_id, nullif(f.region, 'unknown') as region, nullif(f.product, 'unknown') as product,
    n.figure, trim_scale(n.reported) as reported, trim_scale(n.ours) as ours, trim_scale(n.reported - n.ours) as difference,
    trim_scale(coalesce(n.at_stake, abs(n.reported - n.ours))) as size, f.status as reported_status, o.state, o.is_unsplit
from (
    select customer_id, loan_id, branch_key, region, product, status, principal, outstanding_balance
    from loan_facts
    where has_history and
--> LoanFilter
) f
-- An inner join over both keys would be taken to leave one loan, and all that follows be looked up for each.
left join loans l on l.customer_id = f.customer_id and l.loan_id = f.loan_id
left join loan_standings s on s.customer_id = f.customer_id and s.loan_id = f.loan_id
left join loan_courses c on c.customer_id = f.customer_id and c.loan_id = f.loan_id
cross join lateral (
    select c.ended_on is not null or f.status = 'fully_paid' as is_closed, greatest(0, coalesce(c.paid[cardinality(c.paid)], 0)) * 0.0001 as paid,
        c.due[cardinality(c.due)] * 0.0001 as due, c.due_principal is null as is_unsplit, (
            select tolerance * 0.0001 from (
--> CurrentPolicy
            ) v
        ) as tolerance
    offset 0
) p
cross join lateral (
    select p.is_unsplit, case when p.is_closed then greatest(0, least(f.principal, p.due) - p.paid) else s.schedule_balance end as balance,
        case when p.is_closed and p.paid + p.tolerance < least(f.principal, p.due) then 'owes'
            when p.is_closed or p.paid + p.tolerance >= p.due then 'paid' else s.state end as state
    offset 0
) o
cross join lateral (
    select 'balance' as figure, f.outstanding_balance as reported, o.balance as ours, null::numeric as at_stake
    union all
    select 'daysPastDue', l.reported_days_past_due, s.days_past_due, null
    union all
    select 'arrears', l.reported_arrears, s.arrears, null
    union all
    select 'status', null, null, case
        when f.status = 'fully_paid' then case when o.state = 'owes' then o.balance else 0 end
        when o.state = 'paid' or s.days_past_due > 90 and f.status in ('approved', 'active') or s.days_past_due = 0 and f.status = 'defaulted'
            then greatest(0.01, abs(coalesce(f.outstanding_balance, o.balance)))
        else 0 end
) n
where not coalesce(c.is_written_off, true) and (n.at_stake is not null or n.reported is not null and n.ours is not null)
    and (cardinality(@figure::text[]) = 0 or n.figure = any (@figure))
