-- The figures of a selection in which source and payments differ, from a place in an order on. /*order*/ and /*after*/ are made of the closed
-- list of columns; the order ends in the key. @take is null for the whole list.
select loan_id, customer_id, branch_id, region, product, figure, reported, ours, difference, size, reported_status, state
from (
--> ComparedFigures
) d
where size > 0 and (@size_min::numeric is null or size >= @size_min) and /*after*/
order by /*order*/
limit @take
