-- Money got in after default up to @as_of on the loans of the selection.
with r as (
--> RecoveredMonths
)
--> SumRecoveries
