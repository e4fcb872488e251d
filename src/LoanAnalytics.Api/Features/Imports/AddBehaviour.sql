-- behaviour_totals with what summed_behaviour adds to them, or takes off.
insert into behaviour_totals as t (
    month_end, max_days_late, loans, nothing_due_loans, unknown_loans, instalments_due, early, on_time, late, days_late, missed_instalments,
    trend_loans, trend_days, worsening, improving, punctual, sometimes_late, mostly_late)
table summed_behaviour
on conflict (month_end, max_days_late) do update set
    loans = t.loans + excluded.loans, nothing_due_loans = t.nothing_due_loans + excluded.nothing_due_loans,
    unknown_loans = t.unknown_loans + excluded.unknown_loans, instalments_due = t.instalments_due + excluded.instalments_due,
    early = t.early + excluded.early, on_time = t.on_time + excluded.on_time, late = t.late + excluded.late,
    days_late = t.days_late + excluded.days_late, missed_instalments = t.missed_instalments + excluded.missed_instalments,
    trend_loans = t.trend_loans + excluded.trend_loans, trend_days = t.trend_days + excluded.trend_days,
    worsening = t.worsening + excluded.worsening, improving = t.improving + excluded.improving, punctual = t.punctual + excluded.punctual,
    sometimes_late = t.sometimes_late + excluded.sometimes_late, mostly_late = t.mostly_late + excluded.mostly_late;
drop table summed_behaviour;
delete from behaviour_totals where loans = 0 and nothing_due_loans = 0 and unknown_loans = 0
