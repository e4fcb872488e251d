-- How the loans differ from those of the version before, which are in loans_before: all of them, or in a merge (@is_merge) those in named_loans, the
-- only ones that it can change. A loan is changed where anything in its own record is another.
select count(*) filter (where b.loan_id is null) as added, count(*) filter (where l.loan_id is null) as gone,
    count(*) filter (where b.loan_id is not null and l.loan_id is not null and l.record is distinct from b.record) as changed
from (
    select customer_id, loan_id, l as record from loans l
    where not @is_merge or (customer_id, loan_id) in (table named_loans)
) l
full join (select customer_id, loan_id, b as record from loans_before b) b
    on b.customer_id = l.customer_id and b.loan_id = l.loan_id
