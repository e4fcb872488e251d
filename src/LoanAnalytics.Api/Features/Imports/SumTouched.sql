-- With touched before it: what its months, from the first that changed, sum up to.
paired as not materialized (
    select t.customer_id, t.loan_id, t.first_age, t.first_month_no, t.month_end, t.state, t.days_past_due, t.arrears_before, t.arrears, t.balance,
        t.due, t.on_time, t.due_collected, t.arrears_collected, t.paid, t.paid_ahead, t.waived, t.prepayable, t.prepaid, t.can_prepay, c.from_k,
        t.renegotiated_on, t.default_on, t.defaulted_with, t.prepaid_on
    from touched t join changed_months c on c.customer_id = t.customer_id and c.loan_id = t.loan_id
),
bounds as (select 0 as first_no, 1000000 as last_no)
select m.month_end, m.months_on_book, coalesce(m.state_before, '') as state_before, m.state, m.is_renegotiated,
--> SumMonths
from (
--> JudgedMonths
) m
group by 1, 2, 3, 4, 5
