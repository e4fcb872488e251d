-- How the loan of course c stood at the end of day d.month_end, under the policy v, and what happened to it since d.month_before. 'offset 0'
-- keeps each step from being worked out again wherever the next ones name it.
cross join lateral (
    select coalesce(c.ended_on <= d.month_end, false) as is_ended, coalesce(c.ended_on <= d.month_end, false) and not c.is_written_off as is_paid,
        d.months_on_book = 0 as is_first, coalesce(width_bucket(d.month_end, a.paid_on), 0) as pays,
        case when d.months_on_book = 0 then 0 else coalesce(width_bucket(d.month_before, a.paid_on), 0) end as pays_before,
        width_bucket(d.month_end, a.dues) as dues_to_date,
        case when d.months_on_book = 0 then 0 else width_bucket(d.month_before, a.dues) end as dues_before
    offset 0
) p
cross join lateral (
    select greatest(0, coalesce(a.paid[p.pays], 0)) as net, greatest(0, coalesce(a.paid[p.pays_before], 0)) as net_before,
        coalesce(a.due[p.dues_to_date], 0) as due_to_date, coalesce(a.due[p.dues_before], 0) as due_before
    offset 0
) n
cross join lateral (
    select width_bucket(n.net + v.tolerance, a.due) as settled, width_bucket(n.net_before + v.tolerance, a.due) as settled_before
    offset 0
) s
cross join lateral (
    select case when not p.is_paid and d.month_end - a.dues[s.settled + 1] > v.grace_days
            then d.month_end - least(c.counted_from[p.pays], a.dues[s.settled + 1]) else 0 end as days_past_due,
        case when not p.is_first and d.month_before - a.dues[s.settled_before + 1] > v.grace_days
            then d.month_before - least(c.counted_from[p.pays_before], a.dues[s.settled_before + 1]) else 0 end as days_before,
        case when p.is_paid then 0 when a.due_principal is null then greatest(0, a.due[cardinality(a.due)] - n.net)
            else greatest(0, c.principal - coalesce(a.due_principal[s.settled], 0)) end as schedule_balance,
        case when p.is_first then null when a.due_principal is null then greatest(0, a.due[cardinality(a.due)] - n.net_before)
            else greatest(0, c.principal - coalesce(a.due_principal[s.settled_before], 0)) end as balance_before,
        c.principal - coalesce(a.due_principal[p.dues_to_date], 0) as planned,
        c.principal - coalesce(a.due_principal[p.dues_before], 0) as planned_before
    offset 0
) k
cross join lateral (
    select case when d.month_end = v.as_of and not p.is_ended and c.reported_balance is not null then c.reported_balance
            else k.schedule_balance end as balance,
        case when k.days_past_due > 0 then coalesce(a.due[width_bucket(d.month_end - 1 - v.grace_days, a.dues)], 0) - n.net
            else 0 end as arrears,
        n.due_to_date - n.due_before as due,
        case when p.is_first then 0 else greatest(0, n.due_before - n.net_before) end as arrears_before,
        greatest(0, least(n.net, n.due_to_date) - n.due_before) as due_collected,
        least(n.net, n.due_before) - least(n.net_before, n.due_before) as arrears_collected,
        coalesce(a.paid[p.pays], 0) - coalesce(a.paid[p.pays_before], 0) as paid,
        greatest(0, least(n.net_before, n.due_to_date) - n.due_before) as paid_ahead,
        case p.dues_to_date - p.dues_before when 0 then 0 when 1 then
            greatest(0, least(greatest(0, coalesce(a.paid[width_bucket(a.dues[p.dues_to_date], a.paid_on)], 0)), n.due_to_date) - n.due_before)
        else (
            select sum(greatest(0, least(greatest(0, coalesce(a.paid[width_bucket(a.dues[i], a.paid_on)], 0)), a.due[i]) - coalesce(a.due[i - 1], 0)))
            from generate_series(p.dues_before + 1, p.dues_to_date) as i
        ) end as on_time,
        case when not p.is_first and a.due_principal is not null
            then greatest(0, k.balance_before - (k.planned_before - k.planned)) end as prepayable,
        case when not p.is_first and a.due_principal is not null
            then greatest(0, greatest(0, k.planned - k.schedule_balance) - greatest(0, k.planned_before - k.balance_before)) end as prepaid,
        not p.is_first and a.dues[cardinality(a.dues)] > d.month_end as can_prepay
    offset 0
) m
cross join lateral (
    select case when not p.is_first then (
--> BucketLabels
        )[1 + least(7, (k.days_before + 29) / 30)] end as state_before,
        case when p.is_ended and c.is_written_off then 'written_off' when p.is_ended or d.month_end = v.as_of and m.balance <= 0 then 'paid'
        else (
--> BucketLabels
        )[1 + least(7, (k.days_past_due + 29) / 30)] end as state
) z
