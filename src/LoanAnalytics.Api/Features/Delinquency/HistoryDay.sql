-- The chosen loans from the last month's end to a day within the next month, exactly, by their courses: its end is the day. Money in
-- ten-thousandths. @without_mixed boolean: without the loans of PaymentsTakenBack.sql.
select m.month_end, case when @by_age then m.months_on_book end as months_on_book, case when not m.is_first then (
--> StateLabels
    )[1 + least(7, (m.days_before + 29) / 30)] end as state_before, (
--> StateLabels
    )[m.state] as state, m.days_past_due, coalesce(f.renegotiated_on <= m.month_end, false) as is_renegotiated, 1::bigint as loans,
    (m.balance > 0)::int::bigint as owing, x.is_new_default::int::bigint as newly_defaulted,
    case when x.is_new_default then (f.default_balance * 10000)::bigint end as newly_defaulted_balance,
    case when not m.is_first and not coalesce(f.default_on <= m.month_before, false) then m.balance_before end as performing_balance,
    coalesce(f.prepaid_on > m.month_before and f.prepaid_on <= m.month_end, false)::int::bigint as newly_prepaid,
    m.can_prepay::int::bigint as prepayable_loans, (not m.is_first and m.prepayable is null)::int::bigint as unsplit_loans,
    m.arrears_before, m.arrears, m.balance_before, m.balance, m.due, m.on_time, m.due_collected, m.arrears_collected, m.paid, m.paid_ahead,
    0::bigint as waived, m.prepayable, m.prepaid
from loan_courses c
join chosen f on f.customer_id = c.customer_id and f.loan_id = c.loan_id
cross join (
--> CurrentPolicy
) v
--> CourseArrays
cross join lateral (
    select x.age as from_age, x.age as to_age, @as_of::date as until
    from (select extract(year from @as_of::date)::int * 12 + extract(month from @as_of::date)::int - 1 - a.first_month_no as age) x
    offset 0
) d
cross join lateral (
--> LoanDays
) m
cross join lateral (
    select coalesce(f.default_on > m.month_before and f.default_on <= m.month_end, false) as is_new_default
) x
where not (c.is_mixed and @without_mixed) and c.start_date <= @as_of and (c.ended_on is null or c.ended_on > m.month_before)
