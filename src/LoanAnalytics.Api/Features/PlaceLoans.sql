-- The segment of a loan is that of its customer in the published segmentation; unknown where that does not hold the customer, or none is published.
update loan_facts f
set segment = p.segment
from (
    select c.customer_id, coalesce(m.segment::text, 'unknown') as segment
    from customers c
    left join segment_members m on m.customer_id = c.customer_id
        and m.segmentation_id = (select segmentation_id from data_versions order by version desc limit 1)
) p
where p.customer_id = f.customer_id and f.segment <> p.segment;
analyze loan_facts (segment)
