-- The next loans after @after whose payments are not settled in the order in which they came, with schedule and payments.
select c.customer_id, c.loan_id, c.start_date, c.months, c.ended_on, i.seqs, i.dues, i.amounts, p.days, p.kinds, p.paid, p.numbers
from loan_courses c
join touched_loans t on t.customer_id = c.customer_id and t.loan_id = c.loan_id
cross join lateral (
    select array_agg(i.seq) as seqs, array_agg(i.due_date) as dues, array_agg(i.amount_due) as amounts
    from instalments i where i.customer_id = c.customer_id and i.loan_id = c.loan_id
) i
cross join lateral (
    select array_agg(p.paid_on) as days, array_agg(p.kind) as kinds, array_agg(p.amount) as paid, array_agg(p.payment_no) as numbers
    from payments p where p.customer_id = c.customer_id and p.loan_id = c.loan_id
) p
where c.is_mixed and (c.customer_id, c.loan_id) > (@after_customer, @after_loan)
order by c.customer_id, c.loan_id
limit 2000
