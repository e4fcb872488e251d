-- A row for each month of loan_month_arrays. Queries over many loans read the arrays themselves: see JudgedMonths.sql.
create view loan_months as
select h.customer_id, h.loan_id, h.month_end[k] as month_end, h.first_age + k - 1 as months_on_book, s.labels[h.state[k - 1]] as state_before,
    s.labels[h.state[k]] as state, h.days_past_due[k] as days_past_due, h.arrears_before[k] * 0.0001 as arrears_before,
    h.arrears[k] * 0.0001 as arrears, h.balance[k - 1] * 0.0001 as balance_before, h.balance[k] * 0.0001 as balance, h.due[k] * 0.0001 as due,
    h.on_time[k] * 0.0001 as on_time, h.due_collected[k] * 0.0001 as due_collected, h.arrears_collected[k] * 0.0001 as arrears_collected,
    h.paid[k] * 0.0001 as paid, h.paid_ahead[k] * 0.0001 as paid_ahead,
    case when h.paid is not null then coalesce(h.waived[k], 0) * 0.0001 end as waived, h.prepayable[k] * 0.0001 as prepayable,
    h.prepaid[k] * 0.0001 as prepaid, h.can_prepay[k] as can_prepay
from loan_month_arrays h
cross join (
    select array['current', '1-30', '31-60', '61-90', '91-120', '121-150', '151-180', '>180', 'written_off', 'paid'] as labels
) s
cross join lateral generate_series(1, cardinality(h.month_end)) as k
where h.month_end[k] is not null
