-- Checks that refuse no row but must be seen, over the whole book as it is about to be published.
with v as (select * from data_versions order by version desc limit 1),
l as not materialized (select * from loans),
found (ord, id, title, key, amount) as (
    select 1, 'fully-paid-does-not-balance', 'Fully paid loans whose principal is not amount paid plus balance', loan_id,
        principal - amount_paid - outstanding_balance
    from l, v where amount_paid_is_principal and status = 'fully_paid' and principal <> amount_paid + outstanding_balance
    union all
    select 2, 'negative-balance', 'Loans with a negative balance', loan_id, outstanding_balance from l where outstanding_balance < 0
    union all
    select 3, 'balance-above-debt', 'Loans whose balance is above principal and interest', loan_id, outstanding_balance from l
    where outstanding_balance > principal * (1 + coalesce(interest_rate, 0) / 100 * coalesce(term_months, 12) / 12)
    union all
    select 4, 'approved-with-money', 'Approved loans that show a balance or a payment', loan_id, outstanding_balance from l
    where status = 'approved' and (coalesce(outstanding_balance, 0) <> 0 or coalesce(amount_paid, 0) <> 0)
    union all
    select 5, 'approved-past-end', 'Approved loans past their contract end', loan_id, outstanding_balance from l, v
    where status = 'approved' and end_date <= as_of
    union all
    select 6, 'active-past-end', 'Active loans past their contract end', loan_id, outstanding_balance from l, v
    where status = 'active' and end_date <= as_of
    union all
    select 7, 'defaulted-without-balance', 'Defaulted loans without a balance', loan_id, null from l
    where status = 'defaulted' and outstanding_balance = 0
    union all
    select 8, 'unknown-balance', 'Loans whose balance is unknown', loan_id, principal from l where outstanding_balance is null
    union all
    select 9, 'age-out-of-range', 'Borrowers under 18 or over 100 at the start of a loan', l.loan_id, null
    from l join customers c using (customer_id), v
    where coalesce(extract(year from age(start_date, c.birth_date)), c.age) not between 18 and 100
    union all
    select 10, 'customers-without-loan', 'Customers without a loan', customer_id, null from customers c
    where not exists (select 1 from l where l.customer_id = c.customer_id)
    union all
    select 11, 'shared-name', 'Customers who share their full name with another', customer_id, null
    from (select customer_id, count(*) over (partition by name) as n from customers where name is not null) s where n > 1
    union all
    select 12, 'missing-income', 'Customers without an income', customer_id, null from customers where annual_income is null
    union all
    select 13, 'payment-before-start', 'Payments before their loan''s start', p.loan_id, p.amount
    from payments p join l on l.customer_id = p.customer_id and l.loan_id = p.loan_id where p.paid_on < l.start_date
    union all
    select 14, 'instalment-after-end', 'Instalments due after their loan''s end', i.loan_id, i.amount_due
    from instalments i join l on l.customer_id = i.customer_id and l.loan_id = i.loan_id where i.due_date > l.end_date
)
select id, title, count(*), sum(amount), (array_agg(key order by key))[1:100]
from found group by ord, id, title order by ord
