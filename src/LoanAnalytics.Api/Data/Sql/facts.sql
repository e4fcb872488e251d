-- The facts that every answer reads, kept as tables since bands, ages and periods cost more to find out than to read
-- (docs/benchmarks.md). A publish fills them from the views, in its own transaction.
create table loan_facts as table loan_details with no data;
alter table loan_facts add primary key (customer_id, loan_id);
create index ix_loan_facts_loan_id on loan_facts (loan_id);
create table customer_facts as table customer_details with no data;
alter table customer_facts add primary key (customer_id);
insert into loan_facts table loan_details;
insert into customer_facts table customer_details;
