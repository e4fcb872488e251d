-- The sums behind every measure, by group and status, and the customers of each group and of the whole selection.
-- The facts are read thrice rather than kept: each reading takes its own columns, and several processes share it.
-- /*group*/ is the group's columns, out of a closed list; /*source*/ the facts, with or without a segment.
with facts as not materialized (
    select f.*, array[/*group*/]::text[] as keys
    from /*source*/ f
    where
--> LoanFilter
)
select
    keys, status, null::bigint as customers, null::bigint as defaulted_customers, null::bigint as resolved_customers,
    count(*) as loans,
    sum(principal) as principal,
    coalesce(sum(principal) filter (where is_disbursed), 0) as disbursed,
    sum(amount_paid) as repaid,
    sum(outstanding_balance) as outstanding,
    count(amount_paid) as known_paid,
    count(outstanding_balance) as known_balance,
    count(interest_rate) as rated,
    sum(interest_rate) as rate_sum,
    sum(interest_rate * principal) as rate_by_principal,
    sum(principal) filter (where interest_rate is not null) as rated_principal,
    sum(interest_rate * outstanding_balance) as rate_by_balance,
    sum(outstanding_balance) filter (where interest_rate is not null) as rated_balance,
    sum(loan_years)::double precision as loan_years
from facts
group by keys, status
union all
select
    keys, null, count(distinct customer_id), count(distinct customer_id) filter (where is_defaulted),
    count(distinct customer_id) filter (where is_defaulted or status = 'fully_paid'),
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
from facts
group by keys
union all
select
    null, null, count(distinct customer_id), count(distinct customer_id) filter (where is_defaulted),
    count(distinct customer_id) filter (where is_defaulted or status = 'fully_paid'),
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
from facts
