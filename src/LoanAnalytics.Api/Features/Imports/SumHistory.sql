-- The months of the whole book added up. Of millions come some ten thousand groups, which the planner does not foresee: it would sort them all, arrays
-- and all.
set local enable_sort = off;
create temp table summed_months on commit drop as
with paired as not materialized (
    select h.*, 1 as from_k, f.renegotiated_on, f.default_on, f.default_balance as defaulted_with, f.prepaid_on
    from loan_month_arrays h
    left join loan_facts f on f.customer_id = h.customer_id and f.loan_id = h.loan_id
),
bounds as (select 0 as first_no, 1000000 as last_no)
select m.month_end, m.months_on_book, coalesce(m.state_before, '') as state_before, m.state, m.is_renegotiated,
--> SumMonths
from (
--> JudgedMonths
) m
group by 1, 2, 3, 4, 5;
set local enable_sort = on;
delete from history_totals;
insert into history_totals (
    month_end, months_on_book, state_before, state, is_renegotiated,
    loans, owing, newly_defaulted, newly_defaulted_balance, performing_balance, newly_prepaid, prepayable_loans, unsplit_loans,
    arrears_before, arrears, balance_before, balance, due, on_time, due_collected, arrears_collected, paid, paid_ahead, waived, prepayable,
    prepaid)
select month_end, age, state_before, state, is_renegotiated,
    sum(loans), sum(owing), sum(newly_defaulted), sum(newly_defaulted_balance), sum(performing_balance), sum(newly_prepaid),
    sum(prepayable_loans), sum(unsplit_loans), sum(arrears_before), sum(arrears), sum(balance_before), sum(balance), sum(due),
    sum(on_time), sum(due_collected), sum(arrears_collected), sum(paid), sum(paid_ahead), sum(waived), sum(prepayable), sum(prepaid)
from summed_months
cross join lateral (values (months_on_book), (-1)) as a (age)
group by 1, 2, 3, 4, 5
order by 1, 2, 3, 4, 5
