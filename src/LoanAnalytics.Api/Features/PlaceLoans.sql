-- The segment of a loan is that of its customer in the published segmentation. A loan that is new is in none until it is placed here.
update loan_facts f
set segment = m.segment::text
from segment_members m
where m.segmentation_id = (select segmentation_id from data_versions order by version desc limit 1)
    and m.customer_id = f.customer_id and f.segment <> m.segment::text
