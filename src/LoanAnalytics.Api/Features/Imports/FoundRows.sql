-- Checks that refuse no row but must be seen, over the book as it is about to be published, of which l, c, p and i are the loans, customers,
-- payments and instalments that are looked at, and s what each loan's instalments and payments sum up to: a row for each row found. A finding on a customer names no loan, and stands for all loans of the
-- customer.
select 'fully-paid-does-not-balance' as id, customer_id, loan_id, principal - amount_paid - outstanding_balance as amount
from l, v where amount_paid_is_principal and status = 'fully_paid' and principal <> amount_paid + outstanding_balance
union all
select 'negative-balance', customer_id, loan_id, outstanding_balance from l where outstanding_balance < 0
union all
select 'balance-above-debt', customer_id, loan_id, outstanding_balance from l
where outstanding_balance > principal * (1 + coalesce(interest_rate, 0) / 100 * coalesce(term_months, 12) / 12)
union all
select 'approved-with-money', customer_id, loan_id, outstanding_balance from l
where status = 'approved' and (coalesce(outstanding_balance, 0) <> 0 or coalesce(amount_paid, 0) <> 0)
union all
select 'approved-past-end', customer_id, loan_id, outstanding_balance from l, v
where status = 'approved' and end_date < as_of
union all
select 'active-past-end', customer_id, loan_id, outstanding_balance from l, v
where status = 'active' and end_date < as_of
union all
select 'defaulted-without-balance', customer_id, loan_id, null from l
where status = 'defaulted' and outstanding_balance = 0
union all
select 'defaulted-ahead-of-plan', customer_id, loan_id, outstanding_balance
from l cross join v cross join lateral (
--> LevelPlan
) p
where status in ('defaulted', 'written_off') and p.instalments_behind <= 0
union all
select 'unknown-balance', customer_id, loan_id, principal from l where outstanding_balance is null
union all
select 'age-out-of-range', customer_id, l.loan_id, null
from l join c using (customer_id), v
where coalesce(extract(year from age(start_date, c.birth_date)), c.age) not between 18 and 100
union all
select 'customers-without-loan', customer_id, null, null from c
where not exists (select 1 from l where l.customer_id = c.customer_id)
union all
select 'shared-name', customer_id, null, null from c
where exists (select from customers x where x.name = c.name and x.customer_id <> c.customer_id)
union all
select 'missing-income', customer_id, null, null from c where annual_income is null
union all
select 'payment-before-start', s.customer_id, s.loan_id, p.amount
from s join l on l.customer_id = s.customer_id and l.loan_id = s.loan_id
cross join lateral (
    select amount from p where p.customer_id = s.customer_id and p.loan_id = s.loan_id and p.paid_on < l.start_date offset 0
) p
where s.first_paid_on < l.start_date
union all
select 'payments-without-schedule', s.customer_id, s.loan_id, s.paid from s join l on l.customer_id = s.customer_id and l.loan_id = s.loan_id
where s.instalments is null
union all
-- The repayment history counts in whole ten-thousandths, of which eighteen digits are certain.
select 'sums-too-large', customer_id, loan_id, greatest(due, moved) from s where greatest(due, moved) >= 900000000000000
union all
select 'instalment-parts', s.customer_id, s.loan_id, i.amount_due - i.principal - i.interest - coalesce(i.fees, 0)
from s cross join lateral (
    select * from i where i.customer_id = s.customer_id and i.loan_id = s.loan_id offset 0
) i
where s.unlike_parts > 0 and i.amount_due <> i.principal + i.interest + coalesce(i.fees, 0)
union all
select 'schedule-not-principal', s.customer_id, s.loan_id, s.principal - l.principal
from s join l on l.customer_id = s.customer_id and l.loan_id = s.loan_id
where s.principal <> l.principal and not exists (
    select from modifications m where m.customer_id = s.customer_id and m.loan_id = s.loan_id
)
union all
select 'month-missing', g.customer_id, g.loan_id, null
from (
    select m.customer_id, m.loan_id, m.month, m.balance, m.ended_as,
        lead(m.month) over (partition by m.customer_id, m.loan_id order by m.month) as next
    from reported_months m join l on l.customer_id = m.customer_id and l.loan_id = m.loan_id
) g cross join v cross join lateral (
    select (extract(year from x.until) - extract(year from g.month)) * 12 + extract(month from x.until) - extract(month from g.month) as months
    from (select coalesce(g.next, date_trunc('month', v.as_of + 1)) as until) x
) d cross join lateral generate_series(2, d.months) as missing
where g.ended_as is null and (g.next is not null or coalesce(g.balance > 0, true))
union all
select 'month-outside-loan', customer_id, loan_id, balance
from (
    select m.*, l.start_date,
        min(m.month) filter (where m.ended_as is not null) over (partition by m.customer_id, m.loan_id) as end_month
    from reported_months m join l on l.customer_id = m.customer_id and l.loan_id = m.loan_id
) m
where month > end_month or month < start_date
union all
select 'instalment-after-end', s.customer_id, s.loan_id, i.amount_due
from s join l on l.customer_id = s.customer_id and l.loan_id = s.loan_id
cross join lateral (
    select amount_due from i where i.customer_id = s.customer_id and i.loan_id = s.loan_id and i.due_date > l.end_date offset 0
) i
where s.last_due_on > l.end_date
