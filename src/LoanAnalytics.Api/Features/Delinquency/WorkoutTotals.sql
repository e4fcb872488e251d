-- The same as Workouts for all loans at a month's end, as added up at the publish.
select default_month, case when is_ended then end_month end as end_month, is_ended and is_written_off as is_written_off,
    is_ended and is_repaid as is_repaid, sum(loans)::bigint as loans, sum(unknown_loans)::bigint as unknown_loans,
    trim_scale(sum(exposure)) as exposure, trim_scale(coalesce(sum(undated) filter (where @is_now), 0)) as undated
from (select w.*, coalesce(end_month <= @as_of, false) as is_ended from workout_totals w where default_month <= @as_of) w
group by 1, 2, 3, 4
