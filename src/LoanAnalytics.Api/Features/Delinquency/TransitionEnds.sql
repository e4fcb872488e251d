-- The same looked at from the two ends of a period: the state of each loan at @from and at @to, or how it had ended by then.
select null::date as month_end, null::int as months_on_book, b.state as state_before,
    case when f.ended_on <= @to and f.delinquency_bucket in ('paid', 'written_off') then f.delinquency_bucket else e.state end as state,
    count(*) as loans, trim_scale(coalesce(sum(b.balance), 0)) as balance
from (
    select customer_id, loan_id, start_date, ended_on, delinquency_bucket from loan_facts
    where
--> LoanFilter
) f
left join (select customer_id, loan_id, state, balance from loan_months where month_end = @from) b
    on b.customer_id = f.customer_id and b.loan_id = f.loan_id
left join (select customer_id, loan_id, state from loan_months where month_end = @to) e
    on e.customer_id = f.customer_id and e.loan_id = f.loan_id
-- In the book at the start; or come in since, be it that it has ended before the period does.
where b.loan_id is not null and coalesce(b.state, 'unknown') not in ('paid', 'written_off')
    or b.loan_id is null and (e.loan_id is not null
    or f.start_date > @from and f.ended_on < @to and exists (
        select from loan_months m where m.customer_id = f.customer_id and m.loan_id = f.loan_id))
group by 3, 4
