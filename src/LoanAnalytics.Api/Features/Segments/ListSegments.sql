-- Each member of a segmentation with the features it was placed by, as far as the book still knows them.
select m.segment, m.customer_id, m.distance, c.age, c.annual_income as income, c.employment
from segment_members m join customer_facts c on c.customer_id = m.customer_id
where m.segmentation_id = @segmentation_id and c.age is not null and c.annual_income is not null
order by m.segment, m.distance, m.customer_id
