-- The loans by state, by month or by their age at its end as @axis says, with what defaulted, and what was lost in the month: written off, or for the
-- first time more than 180 days past due.
select case when @axis = 'month' then month_end end as month_end, months_on_book, state,
    sum(loans)::bigint as loans, trim_scale(coalesce(sum(balance), 0) * 0.0001) as balance,
    trim_scale(coalesce(sum(balance) filter (where state in ('>180', 'written_off') and state_before is distinct from '>180'), 0) * 0.0001) as newly_lost,
    sum(newly_defaulted)::bigint as defaulted_loans, trim_scale(coalesce(sum(newly_defaulted_balance), 0) * 0.0001) as defaulted,
    trim_scale(coalesce(sum(performing_balance), 0) * 0.0001) as performing
from months
group by 1, 2, 3
