-- The months of the whole book added up.
create temp table summed_months on commit drop as
with chosen as not materialized (select * from loan_facts)
select m.month_end, m.months_on_book, coalesce(m.state_before, '') as state_before, coalesce(m.state, 'unknown') as state, m.is_renegotiated,
--> SumMonths
from (
--> JudgedMonths
) m
group by 1, 2, 3, 4, 5;
delete from history_totals;
insert into history_totals (
    month_end, months_on_book, state_before, state, is_renegotiated, loans, owing, newly_defaulted, newly_defaulted_balance, performing_balance,
    newly_prepaid, prepayable_loans, unsplit_loans, arrears_before, arrears, balance_before, balance, due, on_time, due_collected,
    arrears_collected, paid, paid_ahead, waived, prepayable, prepaid)
select * from summed_months order by 1, 2, 3, 4, 5
