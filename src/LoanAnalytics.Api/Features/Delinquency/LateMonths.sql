-- The loans that owe something by lateness, at the ends of months: by each number of days where @each_day, else the least days of the bucket stand
-- for all of it. Grouped are states, which thousands of loans share; the days of a state are told of its sum. A case keeps the planner from taking
-- the months asked for to be few, and so lets each process add up its own.
select on_day, months_on_book, is_renegotiated,
    case when @each_day then days_past_due when state = 'current' then 0 when state = '>180' then 181 else split_part(state, '-', 1)::int end
        as days_past_due,
    loans, trim_scale(coalesce(balance, 0) * 0.0001) as balance, trim_scale(arrears * 0.0001) as arrears_amount
from (
    select month_end as on_day, months_on_book, is_renegotiated, state, case when @each_day then days_past_due end as days_past_due,
        sum(owing)::bigint as loans, sum(balance) as balance, sum(arrears) as arrears
    from months
    where state not in ('paid', 'written_off', 'unknown') and owing > 0
        and case when month_end = @as_of then true else month_end + 1 = date_trunc(@interval, (month_end + 1)::timestamp) end
    group by 1, 2, 3, 4, 5
) m
