-- The loans that owe something by lateness, at the ends of months: by each number of days where @each_day, else the least days of the bucket stand
-- for all of it.
select month_end as on_day, months_on_book, is_renegotiated,
    case when @each_day then days_past_due when state = 'current' then 0 when state = '>180' then 181 else split_part(state, '-', 1)::int end
        as days_past_due,
    sum(owing)::bigint as loans, trim_scale(coalesce(sum(balance), 0) * 0.0001) as balance, trim_scale(sum(arrears) * 0.0001) as arrears_amount
from months
where state not in ('paid', 'written_off', 'unknown') and owing > 0 and month_end between @first_month and @as_of
    and (month_end = @as_of or month_end + 1 = date_trunc(@interval, month_end + 1))
group by 1, 2, 3, 4
