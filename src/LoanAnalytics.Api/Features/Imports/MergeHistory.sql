-- The same as FillHistory for the loans in touched_loans alone, which are all loans of their customers: nothing else of the book has changed.
analyze touched_loans;
create temp table touched_customers on commit drop as select distinct customer_id from touched_loans;
analyze touched_customers;
--> SourceFindings
;
delete from found_rows r using touched_customers t where r.customer_id = t.customer_id;
insert into found_rows (customer_id, n, id, loan_id, amount)
with v as (select * from data_versions order by version desc limit 1),
l as (select l.* from loans l join touched_customers using (customer_id)),
c as (select c.* from customers c join touched_customers using (customer_id)),
p as (select p.* from payments p join touched_customers using (customer_id)),
i as (select i.* from instalments i join touched_customers using (customer_id)),
s as materialized (
--> LoanSums
)
select customer_id, row_number() over (), id, loan_id, amount from (
--> FoundRows
) f;
create temp table months_before on commit drop as
--> SumTouched
;
--> TakeCohorts
;
--> DeriveHistory
