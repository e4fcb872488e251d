-- The same as Recoveries for all loans at a month's end, as added up at the publish: there the month of a loan's end tells as much as its day. Without a
-- month of the start are those of all starts.
with r as (
    select paid_month, default_month, start_month, end_month as ended_on, ending, is_known, recovered
    from recovery_totals
    where paid_month <= @as_of and default_month <= @as_of and (start_month is not null) = (@axis = 'age')
)
--> SumRecoveries
