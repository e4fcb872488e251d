-- What losses are reckoned with: the share of loans that defaulted, and of the balances at default of the loans whose workout has ended what came back.
select coalesce(avg(is_defaulted::int::double precision), 0) as default_rate,
    count(*) filter (where is_ended and default_balance > 0) as workouts,
    sum(default_balance) filter (where is_ended and default_balance > 0)::double precision as exposure,
    sum(case when delinquency_bucket = 'paid' then default_balance else least(default_balance, greatest(0, coalesce(recovered, 0))) end)
        filter (where is_ended and default_balance > 0)::double precision as recovered
from (
    select is_defaulted, default_balance, recovered, delinquency_bucket,
        default_on is not null and delinquency_bucket in ('paid', 'written_off') as is_ended
    from loan_facts
) f
