-- How the loan of course c stood at the ends of its months from age d.from_age to age d.to_age, the last of them cut off at the day d.until,
-- and what happened to it in each, under the policy v. Money in ten-thousandths; states as places in StateLabels. Each step names what the one
-- below it found; 'offset 0' keeps it from being worked out again wherever it is named.
select *,
    case when is_ended and c.is_written_off then 9 when is_ended or month_end = v.as_of and balance <= 0 then 10
        else 1 + least(7, (days_past_due + 29) / 30) end::smallint as state,
    case when days_past_due > 0 then coalesce(a.due[width_bucket(month_end - 1 - v.grace_days, a.dues)], 0) - net else 0 end as arrears,
    due_to_date - due_before as due,
    case dues_to_date - dues_before when 0 then 0 when 1 then
        greatest(0, least(greatest(0, coalesce(a.paid[width_bucket(a.dues[dues_to_date], a.paid_on)], 0)), due_to_date) - due_before)
    else (
        select sum(greatest(0, least(greatest(0, coalesce(a.paid[width_bucket(a.dues[i], a.paid_on)], 0)), a.due[i]) - coalesce(a.due[i - 1], 0)))
        from generate_series(dues_before + 1, dues_to_date) as i
    )::bigint end as on_time,
    greatest(0, least(net, due_to_date) - due_before) as due_collected,
    least(net, due_before) - least(net_before, due_before) as arrears_collected, paid_to_date - paid_before as paid,
    greatest(0, least(net_before, due_to_date) - due_before) as paid_ahead,
    case when not is_first and a.due_principal is not null then greatest(0, balance_before - (planned_before - planned)) end as prepayable,
    case when not is_first and a.due_principal is not null
        then greatest(0, greatest(0, planned - schedule_balance) - greatest(0, planned_before - balance_before)) end as prepaid,
    not is_first and a.dues[a.last] > month_end as can_prepay
from (
    select *, case when month_end = v.as_of and not is_ended and c.reported_balance is not null then c.reported_balance
        else schedule_balance end as balance
    from (
        select *,
            case when not is_paid and month_end - a.dues[settled + 1] > v.grace_days
                then month_end - least(c.counted_from[pays], a.dues[settled + 1]) else 0 end as days_past_due,
            case when not is_first and month_before - a.dues[settled_before + 1] > v.grace_days
                then month_before - least(c.counted_from[pays_before], a.dues[settled_before + 1]) else 0 end as days_before,
            case when is_paid then 0 when a.due_principal is null then greatest(0, a.due[a.last] - net)
                else greatest(0, c.principal - coalesce(a.due_principal[settled], 0)) end as schedule_balance,
            case when is_first then null when a.due_principal is null then greatest(0, a.due[a.last] - net_before)
                else greatest(0, c.principal - coalesce(a.due_principal[settled_before], 0)) end as balance_before,
            c.principal - coalesce(a.due_principal[dues_to_date], 0) as planned,
            c.principal - coalesce(a.due_principal[dues_before], 0) as planned_before,
            case when is_first then 0 else greatest(0, due_before - net_before) end as arrears_before
        from (
            select *, width_bucket(net + v.tolerance, a.due) as settled, width_bucket(net_before + v.tolerance, a.due) as settled_before
            from (
                select *, greatest(0, paid_to_date) as net, greatest(0, paid_before) as net_before
                from (
                    select *, coalesce(a.paid[pays], 0) as paid_to_date, coalesce(a.paid[pays_before], 0) as paid_before,
                        coalesce(a.due[dues_to_date], 0) as due_to_date, coalesce(a.due[dues_before], 0) as due_before
                    from (
                        select *, is_ended and not c.is_written_off as is_paid, coalesce(width_bucket(month_end, a.paid_on), 0) as pays,
                            case when is_first then 0 else coalesce(width_bucket(month_before, a.paid_on), 0) end as pays_before,
                            width_bucket(month_end, a.dues) as dues_to_date,
                            case when is_first then 0 else width_bucket(month_before, a.dues) end as dues_before
                        from (
                            select *, coalesce(c.ended_on <= month_end, false) as is_ended, months_on_book = 0 as is_first
                            from (
                                select n as months_on_book, make_date((a.first_month_no + n) / 12, (a.first_month_no + n) % 12 + 1, 1) - 1 as month_before,
                                    least(d.until, make_date((a.first_month_no + n + 1) / 12, (a.first_month_no + n + 1) % 12 + 1, 1) - 1) as month_end
                                from generate_series(d.from_age, d.to_age) as n
                                offset 0
                            ) x offset 0
                        ) x offset 0
                    ) x offset 0
                ) x offset 0
            ) x offset 0
        ) x offset 0
    ) x offset 0
) x
