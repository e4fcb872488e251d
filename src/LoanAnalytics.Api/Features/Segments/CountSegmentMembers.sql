-- How many members of a segment the book still holds.
select count(*) as "Value"
from segment_members m join customer_facts c on c.customer_id = m.customer_id
where m.segmentation_id = @segmentation_id and m.segment = @segment
