-- The same as FillHistory for some loans alone: touched_loans are those that the merge names, whose history is made anew; described_loans are all loans
-- of their customers, whose facts and findings can rest on them. Nothing else of the book has changed. What is looked up is little, and mostly in memory.
set local jit = off;
set local random_page_cost = 1.1;
analyze touched_loans;
create temp table touched_customers on commit drop as select distinct customer_id from touched_loans;
analyze touched_customers;
create temp table described_loans on commit drop as
select d.* from touched_customers t
cross join lateral (select * from loan_details d where d.customer_id = t.customer_id offset 0) d;
analyze described_loans (customer_id, loan_id, is_disbursed, status);
--> SourceFindings
;
-- What instalments and payments tell of the other loans of these customers stays true.
delete from found_rows r using touched_customers c
where r.customer_id = c.customer_id and not (
    r.id in ('payment-before-start', 'payments-without-schedule', 'sums-too-large', 'instalment-parts', 'schedule-not-principal', 'instalment-after-end')
    and not exists (select from touched_loans t where t.customer_id = r.customer_id and t.loan_id = r.loan_id)
);
-- What comes by the key need not be sorted to be added up by it, which the planner, taking it for little, would.
set local enable_sort = off;
insert into found_rows (customer_id, n, id, loan_id, amount)
with v as (select * from data_versions order by version desc limit 1),
l as materialized (select l.* from touched_customers t join loans l on l.customer_id = t.customer_id),
c as materialized (select c.* from touched_customers t join customers c on c.customer_id = t.customer_id),
p as not materialized (select p.* from touched_loans t join payments p on p.customer_id = t.customer_id and p.loan_id = t.loan_id),
i as not materialized (select i.* from touched_loans t join instalments i on i.customer_id = t.customer_id and i.loan_id = t.loan_id),
s as materialized (
--> LoanSums
)
select customer_id, (select coalesce(max(n), 0) from found_rows) + row_number() over (), id, loan_id, amount from (
--> FoundRows
) f;
set local enable_sort = on;
create temp table touched_before on commit drop as
--> TouchedMonths
;
--> TakeCohorts
;
--> DeriveHistory
