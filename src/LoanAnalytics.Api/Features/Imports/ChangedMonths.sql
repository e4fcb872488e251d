-- From which of its months on a touched loan may tell something else than before the merge: the last that it had then, or where facts changed the first
-- that they are of; all of them where those before the last changed too.
select coalesce(a.customer_id, b.customer_id) as customer_id, coalesce(a.loan_id, b.loan_id) as loan_id,
    case when (a.first_month_no, a.first_age) is distinct from (b.first_month_no, b.first_age) or (
        a.month_end[1:x.kept], a.state[1:x.kept], a.days_past_due[1:x.kept], a.arrears_before[1:x.kept], a.arrears[1:x.kept], a.balance[1:x.kept],
        a.due[1:x.kept], a.on_time[1:x.kept], a.due_collected[1:x.kept], a.arrears_collected[1:x.kept], a.paid[1:x.kept], a.paid_ahead[1:x.kept],
        a.waived[1:x.kept], a.prepayable[1:x.kept], a.prepaid[1:x.kept], a.can_prepay[1:x.kept]
    ) is distinct from (
        b.month_end[1:x.kept], b.state[1:x.kept], b.days_past_due[1:x.kept], b.arrears_before[1:x.kept], b.arrears[1:x.kept], b.balance[1:x.kept],
        b.due[1:x.kept], b.on_time[1:x.kept], b.due_collected[1:x.kept], b.arrears_collected[1:x.kept], b.paid[1:x.kept], b.paid_ahead[1:x.kept],
        b.waived[1:x.kept], b.prepayable[1:x.kept], b.prepaid[1:x.kept], b.can_prepay[1:x.kept]
    ) then 1 else greatest(1, least(x.kept + 1, extract(year from d.day)::int * 12 + extract(month from d.day)::int - a.first_month_no)) end as from_k
from touched_after a
full join touched_before b on b.customer_id = a.customer_id and b.loan_id = a.loan_id
cross join lateral (select cardinality(b.month_end) - 1 as kept) x
cross join lateral (
    select least(case when a.renegotiated_on is distinct from b.renegotiated_on then least(a.renegotiated_on, b.renegotiated_on) end,
        case when (a.default_on, a.defaulted_with) is distinct from (b.default_on, b.defaulted_with) then least(a.default_on, b.default_on) end,
        case when a.prepaid_on is distinct from b.prepaid_on then least(a.prepaid_on, b.prepaid_on) end) as day
) d
