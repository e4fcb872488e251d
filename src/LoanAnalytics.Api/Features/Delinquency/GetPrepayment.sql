-- What was prepaid of the loans open at the start of each month, and what could have been, by month or by the loans' age at its end as @axis says.
select case when @axis = 'month' then month_end end as month_end, months_on_book,
    state_before = 'current' as is_current, sum(newly_prepaid)::bigint as prepaid_loans, sum(prepayable_loans)::bigint as prepayable_loans,
    sum(unsplit_loans)::bigint as unsplit_loans, trim_scale(sum(prepayable) * 0.0001) as prepayable, trim_scale(sum(prepaid) * 0.0001) as prepaid
from months
where state_before is not null
group by 1, 2, 3
