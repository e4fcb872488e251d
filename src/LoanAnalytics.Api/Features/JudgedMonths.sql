-- The months of paired, each loan's months from the from_k-th on and facts, within bounds (first_no, last_no: year * 12 + month), with what the facts say:
-- renegotiated by then, in default since or not yet, repaid early. Money in ten-thousandths.
select h.month_end[k] as month_end, h.first_age + k - 1 as months_on_book, (
--> StateLabels
    )[h.state[k - 1]] as state_before, coalesce((
--> StateLabels
    )[h.state[k]], 'unknown') as state, h.days_past_due[k] as days_past_due, coalesce(h.renegotiated_on <= h.month_end[k], false) as is_renegotiated,
    case when k = h.default_k then h.default_balance end as newly_defaulted_balance, coalesce(k = h.default_k, false) as is_new_default,
    h.state[k - 1] is not null and not coalesce(h.default_k < k, false) as is_performing, coalesce(k = h.prepaid_k, false) as is_new_prepaid,
    h.can_prepay[k] as can_prepay, h.arrears_before[k] as arrears_before, h.arrears[k] as arrears, h.balance[k - 1] as balance_before,
    h.balance[k] as balance, h.due[k] as due, h.on_time[k] as on_time, h.due_collected[k] as due_collected,
    h.arrears_collected[k] as arrears_collected, h.paid[k] as paid, h.paid_ahead[k] as paid_ahead, coalesce(h.waived[k], 0) as waived,
    h.prepayable[k] as prepayable, h.prepaid[k] as prepaid
from (
    select h.*, (h.defaulted_with * 10000)::bigint as default_balance,
        extract(year from h.default_on)::int * 12 + extract(month from h.default_on)::int - h.first_month_no as default_k,
        extract(year from h.prepaid_on)::int * 12 + extract(month from h.prepaid_on)::int - h.first_month_no as prepaid_k,
        greatest(h.from_k, x.first_no - h.first_month_no) as first_k, least(cardinality(h.month_end), x.last_no - h.first_month_no) as last_k
    from paired h
    cross join bounds x
    -- Worked out once a loan. A 0 without quotes is cast, and a cast keeps the planner from working in parallel.
    offset '0'
) h
cross join lateral generate_series(h.first_k, h.last_k) as k
where h.month_end[k] is not null
