-- The months of the loans in touched_loans added up.
with chosen as not materialized (
    select f.* from loan_facts f join touched_loans t on t.customer_id = f.customer_id and t.loan_id = f.loan_id
),
paired as not materialized (
--> PairedMonths
),
bounds as (select 0 as first_no, 1000000 as last_no)
select m.month_end, m.months_on_book, coalesce(m.state_before, '') as state_before, m.state, m.is_renegotiated,
--> SumMonths
from (
--> JudgedMonths
) m
group by 1, 2, 3, 4, 5
