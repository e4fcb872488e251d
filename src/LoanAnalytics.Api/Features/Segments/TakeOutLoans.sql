-- Loans of customers whom segmentation $1 does not hold are in no segment.
update loan_facts f
set segment = 'unknown'
where f.segment <> 'unknown' and not exists (
    select 1 from segment_members m where m.customer_id = f.customer_id and m.segmentation_id = $1)
