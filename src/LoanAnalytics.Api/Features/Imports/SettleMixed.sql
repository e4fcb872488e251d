-- What the arithmetic of single loans says of mixed loans, in the place of what running sums said.
update loan_month_arrays h set on_time = s.on_time, due_collected = s.due_collected, arrears_before = s.arrears_before,
    arrears_collected = s.arrears_collected, paid = s.paid, paid_ahead = s.paid_ahead, waived = s.waived
from (
    select customer_id, loan_id, array_agg((on_time * 10000)::bigint order by months_on_book) as on_time,
        array_agg((due_collected * 10000)::bigint order by months_on_book) as due_collected,
        array_agg((arrears_before * 10000)::bigint order by months_on_book) as arrears_before,
        array_agg((arrears_collected * 10000)::bigint order by months_on_book) as arrears_collected,
        array_agg((paid * 10000)::bigint order by months_on_book) as paid,
        array_agg((paid_ahead * 10000)::bigint order by months_on_book) as paid_ahead,
        array_agg((waived * 10000)::bigint order by months_on_book) as waived
    from settled_months group by customer_id, loan_id
) s
where h.customer_id = s.customer_id and h.loan_id = s.loan_id;
update loan_standings l set instalments_due = s.instalments_due, instalments_early = s.instalments_early,
    instalments_on_time = s.instalments_on_time, instalments_late = s.instalments_late, days_late = s.days_late,
    max_days_late_12m = s.max_days_late_12m, missed_instalments = s.missed_instalments, trend_days = s.trend_days
from settled_loans s
where l.customer_id = s.customer_id and l.loan_id = s.loan_id
