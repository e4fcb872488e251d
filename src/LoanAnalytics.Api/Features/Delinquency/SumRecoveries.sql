-- The recoveries of r by the months of payment and default, where the rows follow the age also by the month of the loan's start. One counts for the loss given
-- default where the balance at default is known; what a loan repaid in full owed has come back by its end, whatever of it was called a recovery.
select paid_month, default_month, case when @axis = 'age' then start_month end as start_month, is_known and not (is_ended and ending = 'paid') as counts,
    is_ended and ending in ('paid', 'written_off') as is_complete, trim_scale(sum(recovered)) as recovered
from (select r.*, coalesce(ended_on <= @as_of, false) as is_ended from r) r
group by 1, 2, 3, 4, 5
