-- The months of the chosen loans, a row each. Money in ten-thousandths.
select month_end, case when @by_age then months_on_book end as months_on_book, state_before, state, days_past_due, is_renegotiated, 1::bigint as loans, (balance > 0)::int::bigint as owing,
    is_new_default::int::bigint as newly_defaulted, newly_defaulted_balance, case when is_performing then balance_before end as performing_balance,
    is_new_prepaid::int::bigint as newly_prepaid, can_prepay::int::bigint as prepayable_loans,
    (state_before is not null and prepayable is null)::int::bigint as unsplit_loans, arrears_before, arrears, balance_before, balance, due, on_time,
    due_collected, arrears_collected, paid, paid_ahead, waived, prepayable, prepaid
from (
--> JudgedMonths
-- What is read of the arrays goes on, not the arrays.
offset '0'
) m
