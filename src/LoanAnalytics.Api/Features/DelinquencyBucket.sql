-- The band of days_past_due, its upper bound included: current, 1-30, ..., 151-180, >180.
case when days_past_due = 0 then 'current' when days_past_due > 180 then '>180'
    else (days_past_due - 1) / 30 * 30 + 1 || '-' || ((days_past_due - 1) / 30 + 1) * 30 end
