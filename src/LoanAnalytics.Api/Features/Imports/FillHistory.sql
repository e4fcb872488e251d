-- The findings and the repayment history of the whole book, made anew from the version that is the newest. FillFacts makes the facts of them.
set local jit = off;
delete from customer_facts;
delete from found_rows;
insert into customer_facts table customer_details;
--> SourceFindings
;
-- A query that fills a new table runs in parallel, one that fills an old table does not.
create temp table rows_found on commit drop as
with v as (select * from data_versions order by version desc limit 1),
l as not materialized (select * from loans), c as not materialized (select * from customers),
p as not materialized (select * from payments), i as not materialized (select * from instalments),
s as materialized (
--> LoanSums
)
select customer_id, id, loan_id, amount from (
--> FoundRows
) f;
insert into found_rows (customer_id, n, id, loan_id, amount) select customer_id, row_number() over (), id, loan_id, amount from rows_found;
create temp table touched_loans on commit drop as select customer_id, loan_id from loans;
create temp table described_loans on commit drop as table loan_details;
analyze touched_loans, described_loans (customer_id, loan_id, is_disbursed, status);
--> DeriveHistory
