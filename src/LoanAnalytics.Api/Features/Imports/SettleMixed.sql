-- What the arithmetic of single loans says of mixed loans, in the place of what running sums said.
update loan_months m set on_time = s.on_time, due_collected = s.due_collected, arrears_before = s.arrears_before,
    arrears_collected = s.arrears_collected, paid = s.paid, paid_ahead = s.paid_ahead, waived = s.waived
from settled_months s
where m.customer_id = s.customer_id and m.loan_id = s.loan_id and m.months_on_book = s.months_on_book;
update loan_standings l set instalments_due = s.instalments_due, instalments_early = s.instalments_early,
    instalments_on_time = s.instalments_on_time, instalments_late = s.instalments_late, days_late = s.days_late,
    max_days_late_12m = s.max_days_late_12m, missed_instalments = s.missed_instalments, trend_days = s.trend_days
from settled_loans s
where l.customer_id = s.customer_id and l.loan_id = s.loan_id
