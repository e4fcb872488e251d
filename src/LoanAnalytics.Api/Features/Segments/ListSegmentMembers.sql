-- The members of a segment whom the book still has, with the features of the day on which they were placed, from a place in an order on. /*order*/ and /*after*/ are
-- made of the closed list of columns; the order ends in the key. @take is null for the whole list.
select m.segment, m.customer_id, m.distance, m.age, trim_scale(m.income) as income, m.employment, m.gender, m.tenure, m.loans, m.region,
    m.previous, m.joined, m.attributes::text as attributes
from segment_members m join customer_facts c on c.customer_id = m.customer_id
where m.segmentation_id = @segmentation_id and m.segment = @segment and /*after*/
order by /*order*/
limit @take
