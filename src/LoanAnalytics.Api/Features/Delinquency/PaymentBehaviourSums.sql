-- How punctually the loans of each group paid, over the instalments fallen due. /*group*/ is the groups' columns, out of a closed list.
select array[/*group*/]::text[] as keys, count(*) filter (where instalments_due > 0) as loans, count(*) filter (where instalments_due = 0) as nothing_due_loans,
    count(*) filter (where instalments_due is null and not is_apart) as unknown_loans, coalesce(sum(instalments_due), 0) as instalments_due,
    coalesce(sum(instalments_early), 0) as early, coalesce(sum(instalments_on_time), 0) as on_time, coalesce(sum(instalments_late), 0) as late,
    coalesce(sum(days_late), 0)::bigint as days_late, max(max_days_late_12m) as max_days_late,
    coalesce(sum(missed_instalments), 0) as missed_instalments, count(trend_days) as trend_loans,
    coalesce(sum(trend_days), 0)::double precision as trend_days, count(*) filter (where trend_days > 0) as worsening,
    count(*) filter (where trend_days < 0) as improving,
    count(*) filter (where instalments_due > 0 and instalments_late = 0) as punctual,
    count(*) filter (where instalments_late > 0 and 2 * instalments_late <= instalments_due) as sometimes_late,
    count(*) filter (where 2 * instalments_late > instalments_due) as mostly_late
