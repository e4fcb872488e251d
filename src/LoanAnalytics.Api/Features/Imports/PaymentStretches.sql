-- The days between payments, number 0 before the first: from since to until nothing is paid, and the oldest instalment not settled, which falls
-- due on falls, is overdue from overdue_from on. Between two payments of one day there is no such stretch.
                select n, x.since, x.until, x.falls, greatest(x.since, coalesce(x.falls + v.grace_days + 1, 'infinity')) as overdue_from
                from generate_series(0, coalesce(cardinality(m.days), 0)) as n
                cross join lateral (
                    select coalesce(m.days[n], '-infinity') as since, coalesce(m.days[n + 1] - 1, v.as_of) as until,
                        s.dues[width_bucket(greatest(0, coalesce(m.paid[n], 0)) + v.tolerance, s.due) + 1] as falls
                    offset 0
                ) x
