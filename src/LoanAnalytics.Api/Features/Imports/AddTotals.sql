-- history_totals less what the touched loans added to them before, and with what they add now. Groups that stayed as they were are passed over.
insert into history_totals (
    month_end, months_on_book, state_before, state, is_renegotiated,
    loans, owing, newly_defaulted, newly_prepaid, prepayable_loans, unsplit_loans, newly_defaulted_balance, performing_balance,
    arrears_before, arrears, balance_before, balance, due, on_time, due_collected, arrears_collected, paid, paid_ahead, waived, prepayable,
    prepaid)
select month_end, age, state_before, state, is_renegotiated,
    sum(loans * side), sum(owing * side), sum(newly_defaulted * side), sum(newly_prepaid * side), sum(prepayable_loans * side),
    sum(unsplit_loans * side), sum(newly_defaulted_balance * side), sum(performing_balance * side), sum(arrears_before * side), sum(arrears
    * side), sum(balance_before * side), sum(balance * side), sum(due * side), sum(on_time * side), sum(due_collected * side),
    sum(arrears_collected * side), sum(paid * side), sum(paid_ahead * side), sum(waived * side), sum(prepayable * side), sum(prepaid * side)
from (
    select *, 1 as side from (table months_after except all table months_before) a
    union all
    select *, -1 from (table months_before except all table months_after) b
) m
cross join lateral (values (months_on_book), (-1)) as a (age)
group by 1, 2, 3, 4, 5
on conflict (month_end, months_on_book, state_before, state, is_renegotiated) do update set
    loans = history_totals.loans + excluded.loans,
    owing = history_totals.owing + excluded.owing,
    newly_defaulted = history_totals.newly_defaulted + excluded.newly_defaulted,
    newly_prepaid = history_totals.newly_prepaid + excluded.newly_prepaid,
    prepayable_loans = history_totals.prepayable_loans + excluded.prepayable_loans,
    unsplit_loans = history_totals.unsplit_loans + excluded.unsplit_loans,
    newly_defaulted_balance = coalesce(history_totals.newly_defaulted_balance + excluded.newly_defaulted_balance, history_totals.newly_defaulted_balance, excluded.newly_defaulted_balance),
    performing_balance = coalesce(history_totals.performing_balance + excluded.performing_balance, history_totals.performing_balance, excluded.performing_balance),
    arrears_before = coalesce(history_totals.arrears_before + excluded.arrears_before, history_totals.arrears_before, excluded.arrears_before),
    arrears = coalesce(history_totals.arrears + excluded.arrears, history_totals.arrears, excluded.arrears),
    balance_before = coalesce(history_totals.balance_before + excluded.balance_before, history_totals.balance_before, excluded.balance_before),
    balance = coalesce(history_totals.balance + excluded.balance, history_totals.balance, excluded.balance),
    due = coalesce(history_totals.due + excluded.due, history_totals.due, excluded.due),
    on_time = coalesce(history_totals.on_time + excluded.on_time, history_totals.on_time, excluded.on_time),
    due_collected = coalesce(history_totals.due_collected + excluded.due_collected, history_totals.due_collected, excluded.due_collected),
    arrears_collected = coalesce(history_totals.arrears_collected + excluded.arrears_collected, history_totals.arrears_collected, excluded.arrears_collected),
    paid = coalesce(history_totals.paid + excluded.paid, history_totals.paid, excluded.paid),
    paid_ahead = coalesce(history_totals.paid_ahead + excluded.paid_ahead, history_totals.paid_ahead, excluded.paid_ahead),
    waived = coalesce(history_totals.waived + excluded.waived, history_totals.waived, excluded.waived),
    -- Where the last loan whose schedule splits its instalments has left, nothing is known again.
    prepayable = case when history_totals.unsplit_loans + excluded.unsplit_loans < history_totals.loans + excluded.loans
        then coalesce(history_totals.prepayable + excluded.prepayable, history_totals.prepayable, excluded.prepayable) end,
    prepaid = case when history_totals.unsplit_loans + excluded.unsplit_loans < history_totals.loans + excluded.loans
        then coalesce(history_totals.prepaid + excluded.prepaid, history_totals.prepaid, excluded.prepaid) end;
delete from history_totals where loans = 0
