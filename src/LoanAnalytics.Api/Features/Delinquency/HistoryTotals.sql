-- The months of all loans, added up at the publish. Money in ten-thousandths. Age -1 holds all ages.
select month_end, case when @by_age then months_on_book end as months_on_book, nullif(state_before, '') as state_before,
    state, null::int as days_past_due, is_renegotiated, loans, owing, newly_defaulted, newly_defaulted_balance, performing_balance, newly_prepaid, prepayable_loans, unsplit_loans, arrears_before, arrears,
    balance_before, balance, due, on_time, due_collected, arrears_collected, paid, paid_ahead, waived, prepayable, prepaid
from history_totals
where month_end between @first_month and @last_month and (months_on_book >= 0) = @by_age
