-- The findings and the repayment history of the whole book, made anew from the version that is the newest. FillFacts makes the facts of them.
delete from customer_facts;
delete from found_rows;
insert into customer_facts table customer_details;
--> SourceFindings
;
insert into found_rows (customer_id, n, id, loan_id, amount)
with v as (select * from data_versions order by version desc limit 1),
l as not materialized (select * from loans), c as not materialized (select * from customers),
p as not materialized (select * from payments), i as not materialized (select * from instalments)
select customer_id, row_number() over (), id, loan_id, amount from (
--> FoundRows
) f;
create temp table touched_loans on commit drop as select customer_id, loan_id from loans;
analyze touched_loans;
--> DeriveHistory
