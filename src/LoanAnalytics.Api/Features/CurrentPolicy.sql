-- The as-of date of the newest version and how its lender counts lateness; see DelinquencyPolicy. The tolerance is in ten-thousandths.
    select x.*, cardinality(x.rest_days) + cardinality(x.holidays) > 0 as defers, (as_of - interval '12 months')::date as year_ago,
        greatest(30, grace_days) + 1 as after30, greatest(60, grace_days) + 1 as after60, greatest(90, grace_days) + 1 as after90
    from (
        select as_of, coalesce((policy ->> 'graceDays')::int, 0) as grace_days, floor(coalesce((policy ->> 'tolerance')::numeric, 0) * 10000)::bigint as tolerance,
            coalesce(policy ->> 'rule' = 'rolling', false) as is_rolling,
            array(select jsonb_array_elements_text(coalesce(policy -> 'restDays', '[]'))::int) as rest_days,
            array(select jsonb_array_elements_text(coalesce(policy -> 'holidays', '[]'))::date) as holidays
        from (select as_of, to_jsonb(v) -> 'delinquency_policy' as policy from data_versions v order by version desc limit 1) v
        offset 0
    ) x
