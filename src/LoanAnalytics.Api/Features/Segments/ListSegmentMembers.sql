-- The members of a segment with the features that they have now, from a place in an order on. /*order*/ and /*after*/ are made of the
-- closed list of columns; the order ends in the key. @take is null for the whole list.
select m.segment, m.customer_id, m.distance, c.age, trim_scale(c.annual_income) as income, c.employment
from segment_members m join customer_facts c on c.customer_id = m.customer_id
where m.segmentation_id = @segmentation_id and m.segment = @segment and /*after*/
order by /*order*/
limit @take
