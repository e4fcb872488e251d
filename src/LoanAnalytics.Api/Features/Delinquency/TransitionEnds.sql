-- The same looked at from the two ends of a period: the state of each loan at @from and at @to, or how it had ended by then.
with chosen as (
    select f.start_date, f.ended_on, f.delinquency_bucket, h.loan_id is not null as has_months,
        x.from_no - h.first_month_no as from_k, x.to_no - h.first_month_no as to_k, h.month_end, h.state, h.balance
    from (
        select customer_id, loan_id, start_date, ended_on, delinquency_bucket from loan_facts
        where
--> LoanFilter
    ) f
    left join loan_month_arrays h on h.customer_id = f.customer_id and h.loan_id = f.loan_id
    cross join (
        select extract(year from @from::date)::int * 12 + extract(month from @from::date)::int as from_no,
            extract(year from @to::date)::int * 12 + extract(month from @to::date)::int as to_no
    ) x
),
ends as (
    select start_date, ended_on, delinquency_bucket, has_months, coalesce(month_end[from_k] = @from, false) as is_before,
        coalesce(month_end[to_k] = @to, false) as is_after, (
--> StateLabels
        )[state[from_k]] as state_before, balance[from_k] as balance, (
--> StateLabels
        )[state[to_k]] as state_after
    from chosen
    offset 0
)
select null::date as month_end, null::int as months_on_book, case when is_before then state_before end as state_before,
    case when ended_on <= @to and delinquency_bucket in ('paid', 'written_off') then delinquency_bucket when is_after then state_after end as state,
    count(*) as loans, trim_scale(coalesce(sum(balance) filter (where is_before), 0) * 0.0001) as balance
from ends
-- In the book at the start; or come in since, be it that it has ended before the period does.
where is_before and coalesce(state_before, 'unknown') not in ('paid', 'written_off')
    or not is_before and (is_after or start_date > @from and ended_on < @to and has_months)
group by 3, 4
