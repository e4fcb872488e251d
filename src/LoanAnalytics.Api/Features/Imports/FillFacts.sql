-- The facts that answers read, made anew from the book and the version that is the newest, and the findings of each loan; null where it has
-- none.
delete from loan_facts;
delete from customer_facts;
insert into customer_facts table customer_details;
--> SourceFindings
;
create temp table found_rows on commit drop as
--> FoundRows
;
insert into loan_facts
select d.*, l.ids || c.ids
from loan_details d
left join (
    select customer_id, loan_id, array_agg(distinct id) as ids
    from (select id, customer_id, loan_id from found_rows where loan_id is not null union all table source_findings) f
    group by customer_id, loan_id
) l using (customer_id, loan_id)
left join (
    select customer_id, array_agg(id) as ids from found_rows where loan_id is null group by customer_id
) c using (customer_id);
analyze loan_facts, customer_facts
