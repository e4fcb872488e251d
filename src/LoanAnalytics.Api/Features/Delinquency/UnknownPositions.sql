-- The loans of the whole book of which the lateness or the balance is not known. @by_age tells loans of one age apart.
select @as_of::date as on_day, case when @by_age then months_on_book end as months_on_book, coalesce(renegotiated_on <= @as_of, false) as is_renegotiated, null::int as days_past_due,
    count(*) as loans, trim_scale(coalesce(sum(gross_balance), 0)) as balance, trim_scale(sum(arrears)) as arrears_amount
from loan_facts
where delinquency_bucket = 'unknown' and is_disbursed
group by 2, 3
