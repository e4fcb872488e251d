-- Days past due as a monthly file has them. Where it counts months, n of them are 30 n to 30 n + 29 days: the first of these that lies in the
-- bucket of the others stands for all, so that one month or more is more than 30 days.
coalesce(days_past_due, 30 * months_past_due + sign(months_past_due)::int)
