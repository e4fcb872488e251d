-- What a total of judged months m holds.
    count(*) as loans, count(*) filter (where m.balance > 0) as owing, count(*) filter (where m.is_new_default) as newly_defaulted,
    sum(m.newly_defaulted_balance) as newly_defaulted_balance,
    sum(m.balance_before) filter (where m.is_performing) as performing_balance, count(*) filter (where m.is_new_prepaid) as newly_prepaid,
    count(*) filter (where m.can_prepay) as prepayable_loans,
    count(*) filter (where m.state_before is not null and m.prepayable is null) as unsplit_loans, sum(m.arrears_before) as arrears_before,
    sum(m.arrears) as arrears, sum(m.balance_before) as balance_before, sum(m.balance) as balance, sum(m.due) as due,
    sum(m.on_time) as on_time, sum(m.due_collected) as due_collected, sum(m.arrears_collected) as arrears_collected, sum(m.paid) as paid,
    sum(m.paid_ahead) as paid_ahead, sum(m.waived) as waived, sum(m.prepayable) as prepayable, sum(m.prepaid) as prepaid
