-- The months of the chosen loans, a row each.
select m.month_end, m.months_on_book, m.state_before, m.state, m.days_past_due, m.is_renegotiated, 1::bigint as loans,
    (m.balance > 0)::int::bigint as owing, m.is_new_default::int::bigint as newly_defaulted,
    case when m.is_new_default then m.default_balance end as newly_defaulted_balance,
    case when m.is_performing then m.balance_before end as performing_balance, m.is_new_prepaid::int::bigint as newly_prepaid,
    m.can_prepay::int::bigint as prepayable_loans, (m.state_before is not null and m.prepayable is null)::int::bigint as unsplit_loans,
    m.arrears_before, m.arrears, m.balance_before, m.balance, m.due, m.on_time, m.due_collected, m.arrears_collected, m.paid, m.paid_ahead,
    m.waived, m.prepayable, m.prepaid
from (
--> JudgedMonths
    where m.month_end <= @last_month
) m
