-- The band of days_past_due, its upper bound included.
(
--> StateLabels
)[1 + least(7, (days_past_due + 29) / 30)]
