-- Members of segmentation $1 under new numbers, $3 the old and $4 the new, with their segments in the published segmentation $2.
update segment_members m
set segment = n.new_number,
    previous = (select b.segment from segment_members b where b.customer_id = m.customer_id and b.segmentation_id = $2)
from unnest($3::int[], $4::int[]) as n (old_number, new_number)
where m.segmentation_id = $1 and m.segment = n.old_number
