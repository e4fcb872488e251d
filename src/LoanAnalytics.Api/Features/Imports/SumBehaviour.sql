-- How punctually the whole book pays, as of the date of the data.
delete from behaviour_totals;
insert into behaviour_totals (
    keys, loans, nothing_due_loans, unknown_loans, instalments_due, early, on_time, late, days_late, max_days_late, missed_instalments,
    trend_loans, trend_days, worsening, improving, punctual, sometimes_late, mostly_late)
--> PaymentBehaviourSums
--> PaidLoans
group by 1
