-- Each member of a segmentation with the features it was placed by.
select m.segment, m.customer_id, m.distance, c.age, c.annual_income as income, c.employment
from segment_members m join customer_facts c on c.customer_id = m.customer_id
where m.segmentation_id = @segmentation_id
order by m.segment, m.distance, m.customer_id
