-- A sample of the members whom the book still has, of whom both numbers are known, in an order of its own for each customer. /*x*/ and /*y*/ are columns out of
-- a closed list; @x_attribute and @y_attribute the names of the lender's own.
select segment, customer_id, x, y, count(*) over () as members
from (
    select m.segment, m.customer_id, /*x*/ as x, /*y*/ as y
    from segment_members m join customer_facts c on c.customer_id = m.customer_id
    where m.segmentation_id = @segmentation_id
) p
where x is not null and y is not null
order by md5(customer_id), customer_id
limit @take
