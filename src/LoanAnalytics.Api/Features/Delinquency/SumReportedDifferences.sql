-- How many figures of each kind were compared, how many are equal, and what the differences come to.
select figure, count(*) as compared, count(*) filter (where size = 0) as equal,
    count(*) filter (where size > 0 and (@size_min::numeric is null or size >= @size_min)) as listed,
    sum(difference) as net, trim_scale(coalesce(sum(size), 0)) as absolute, max(size) as largest,
    count(*) filter (where is_unsplit) as unsplit
from (
--> ComparedFigures
) d
group by figure
