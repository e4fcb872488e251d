-- At the as-of date of the data, as published.
from (
    select f.*, s.instalments_due, s.instalments_early, s.instalments_on_time, s.instalments_late, s.days_late, s.max_days_late_12m,
        s.missed_instalments, s.trend_days, false as is_apart
    from loan_facts f
    left join loan_standings s on s.customer_id = f.customer_id and s.loan_id = f.loan_id
    where f.is_disbursed
) f
