-- The chosen loans from the last month's end to a day within the next month, exactly, by their courses: its end is the day.
-- @without_mixed boolean: without the loans of PaymentsTakenBack.sql.
select m.month_end, m.months_on_book, m.state_before, m.state, m.days_past_due, m.is_renegotiated, 1::bigint as loans,
    (m.balance > 0)::int::bigint as owing, m.is_new_default::int::bigint as newly_defaulted,
    case when m.is_new_default then m.default_balance end as newly_defaulted_balance,
    case when m.is_performing then m.balance_before end as performing_balance, m.is_new_prepaid::int::bigint as newly_prepaid,
    m.can_prepay::int::bigint as prepayable_loans, (m.state_before is not null and m.prepayable is null)::int::bigint as unsplit_loans,
    m.arrears_before, m.arrears, m.balance_before, m.balance, m.due, m.on_time, m.due_collected, m.arrears_collected, m.paid, m.paid_ahead,
    0::numeric as waived, m.prepayable, m.prepaid
from (
    select d.month_end, d.months_on_book, z.state_before, z.state, k.days_past_due, coalesce(f.renegotiated_on <= d.month_end, false) as is_renegotiated,
        f.default_balance, k.balance_before, m.*, d.months_on_book > 0 and not coalesce(f.default_on <= d.month_before, false) as is_performing,
        coalesce(f.default_on > d.month_before and f.default_on <= d.month_end, false) as is_new_default,
        coalesce(f.prepaid_on > d.month_before and f.prepaid_on <= d.month_end, false) as is_new_prepaid
    from loan_courses c
    join chosen f on f.customer_id = c.customer_id and f.loan_id = c.loan_id
    cross join (
--> CurrentPolicy
    ) v
--> CourseArrays
    cross join lateral (
        select @as_of::date as month_end, (date_trunc('month', @as_of::date) - interval '1 day')::date as month_before,
            ((extract(year from @as_of::date) - extract(year from c.start_date)) * 12
                + extract(month from @as_of::date) - extract(month from c.start_date))::int as months_on_book
        offset 0
    ) d
--> LoanDays
    where not (c.is_mixed and @without_mixed) and c.start_date <= @as_of and (c.ended_on is null or c.ended_on > d.month_before)
) m
