-- The loans of a selection by lateness, at the as-of date of the data: how many owe something, what they owe, and what of it is overdue.
-- Loans of which the lateness or the balance is not known stand under no number of days. @by_age tells loans of one age apart.
select @as_of::date as on_day, case when @by_age then months_on_book end as months_on_book, coalesce(renegotiated_on <= @as_of, false) as is_renegotiated,
    case when delinquency_bucket <> 'unknown' then days_past_due end as days_past_due,
    count(*) as loans, trim_scale(coalesce(sum(gross_balance), 0)) as balance, trim_scale(sum(arrears)) as arrears_amount
from loan_facts
where delinquency_bucket not in ('paid', 'written_off') and is_disbursed and
--> LoanFilter
group by 2, 3, 4
