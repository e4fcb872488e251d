-- The same at the ends of the months from @first to @last, from the history; the filters are those of the loans as they are now.
select m.month_end as on_day, m.days_past_due, coalesce(f.renegotiated_on <= m.month_end, false) as is_renegotiated,
    count(*) as loans, trim_scale(sum(m.balance)) as balance, trim_scale(sum(m.arrears)) as arrears_amount
from (
    select * from loan_months
    where month_end between @first and @last and state not in ('paid', 'written_off') and balance > 0
) m
join (
    select customer_id, loan_id, renegotiated_on from loan_facts
    where
--> LoanFilter
) f on f.customer_id = m.customer_id and f.loan_id = m.loan_id
group by 1, 2, 3
