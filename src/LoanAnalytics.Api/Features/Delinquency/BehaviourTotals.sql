-- The same for all loans without groups at the end of a month, as added up at the publish. @as_of date.
select '{}'::text[] as keys, coalesce(sum(loans), 0)::bigint as loans, coalesce(sum(nothing_due_loans), 0)::bigint as nothing_due_loans,
    coalesce(sum(unknown_loans), 0)::bigint as unknown_loans, coalesce(sum(instalments_due), 0)::bigint as instalments_due,
    coalesce(sum(early), 0)::bigint as early, coalesce(sum(on_time), 0)::bigint as on_time, coalesce(sum(late), 0)::bigint as late,
    coalesce(sum(days_late), 0)::bigint as days_late, nullif(max(max_days_late), -1) as max_days_late,
    coalesce(sum(missed_instalments), 0)::bigint as missed_instalments, coalesce(sum(trend_loans), 0)::bigint as trend_loans,
    coalesce(sum(trend_days), 0)::double precision as trend_days, coalesce(sum(worsening), 0)::bigint as worsening,
    coalesce(sum(improving), 0)::bigint as improving, coalesce(sum(punctual), 0)::bigint as punctual,
    coalesce(sum(sometimes_late), 0)::bigint as sometimes_late, coalesce(sum(mostly_late), 0)::bigint as mostly_late
from behaviour_totals
where month_end = @as_of
