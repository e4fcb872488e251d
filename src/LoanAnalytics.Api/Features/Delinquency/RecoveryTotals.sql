-- The same as Recoveries for all loans at a month's end, as added up at the publish.
select paid_month, default_month, case when @axis = 'age' then start_month end as start_month, is_known and not (is_ended and ending = 'paid') as counts,
    is_ended and ending in ('paid', 'written_off') as is_complete, trim_scale(sum(recovered)) as recovered
from (
    select r.*, coalesce(end_month <= @as_of, false) as is_ended from recovery_totals r where paid_month <= @as_of and default_month <= @as_of
) r
group by 1, 2, 3, 4, 5
