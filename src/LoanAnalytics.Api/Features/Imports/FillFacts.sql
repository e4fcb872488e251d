-- The facts that answers read, made anew from the book and the version that is the newest.
delete from loan_facts;
delete from customer_facts;
insert into loan_facts table loan_details;
insert into customer_facts table customer_details;
analyze loan_facts, customer_facts
