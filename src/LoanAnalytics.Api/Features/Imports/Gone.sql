-- What was in the version before, which is in loans_before, customers_before and branches_before, and is in the book no more: by table, with what the
-- loans owed then, and up to a hundred keys.
select "table", count(*), trim_scale(sum(amount)), (array_agg(key order by key))[1:100]
from (
    select 'loans' as "table", b.loan_id as key, b.outstanding_balance as amount from loans_before b
    where not exists (select from loans l where l.customer_id = b.customer_id and l.loan_id = b.loan_id)
    union all
    select 'customers', b.customer_id, null from customers_before b
    where not exists (select from customers c where c.customer_id = b.customer_id)
    union all
    select 'branches', b.branch_id, null from branches_before b
    where not exists (select from branches c where c.branch_id = b.branch_id)
) g
group by 1
order by 1
