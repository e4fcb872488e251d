-- How many loans were in one state a month before and in another at the month's end, of the months after @from up to @to: by month or by the loans' age
-- at the end, as @axis says, or of all together. state_before is null, or how it had ended, of a loan that came in.
select case when @axis = 'month' then month_end end as month_end, months_on_book,
    state_before, state, sum(loans)::bigint as loans, trim_scale(coalesce(sum(balance_before), 0) * 0.0001) as balance
from months
where month_end > @from and month_end <= @to
group by 1, 2, 3, 4
