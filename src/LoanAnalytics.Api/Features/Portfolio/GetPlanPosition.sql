-- The loans of a selection in each band and under each flag of their plan position, by status: the sums behind a default rate, what is owed
-- and the arrears implied, none for a loan that is fully paid. Then the customers of the open loans of each flag and of all, and the loans that
-- have no plan by what they lack. Loans are counted by all bands at a time and only these counts are spread.
with facts as not materialized (
    select *
    from loan_facts
    where
--> LoanFilter
),
counted as (
    select array[plan_band, past_maturity, other_loan_defaulted, loan_to_income_band, instalments_to_income_band] as bands, status,
        count(*) as loans, sum(principal) as principal, sum(outstanding_balance) as outstanding, count(outstanding_balance) as known_balance,
        sum(loan_years) as loan_years, coalesce(sum(implied_arrears) filter (where status <> 'fully_paid'), 0) as implied_arrears,
        count(instalments_behind) as planned, coalesce(sum(instalments_behind), 0) as behind
    from facts
    group by bands, status
),
borrowers as (
    select count(distinct customer_id) as every, count(distinct customer_id) filter (where past_maturity = 'yes') as past,
        count(distinct customer_id) filter (where past_maturity = 'no') as not_past,
        count(distinct customer_id) filter (where past_maturity = 'unknown') as unknown_past,
        count(distinct customer_id) filter (where other_loan_defaulted = 'yes') as defaulted,
        count(distinct customer_id) filter (where other_loan_defaulted = 'no') as not_defaulted
    from facts
    where status in ('approved', 'active')
),
lacking as (
    select count(*) as loans, count(*) filter (where not is_disbursed) as not_paid_out, count(*) filter (where principal <= 0) as principal,
        count(*) filter (where interest_rate is null) as rate, count(*) filter (where term_months is null) as term,
        count(*) filter (where amount_paid is null) as paid
    from facts
    where plan_band = 'unknown'
)
select d.dimension, d.value, c.status, null::bigint as customers, sum(c.loans)::bigint as loans, sum(c.principal) as principal,
    sum(c.outstanding) as outstanding, sum(c.known_balance)::bigint as known_balance, sum(c.loan_years)::double precision as loan_years,
    round(sum(c.implied_arrears), 8) as implied_arrears, sum(c.planned)::bigint as planned, sum(c.behind)::double precision as behind
from counted c
cross join lateral unnest(
    array['planBand', 'pastMaturity', 'otherLoanDefaulted', 'loanToIncomeBand', 'instalmentsToIncomeBand'], c.bands) as d (dimension, value)
group by d.dimension, d.value, c.status
union all
select d.dimension, d.value, null, d.customers, 0, 0, null, 0, 0, 0, 0, 0
from borrowers
cross join lateral (values ('customers', '', every), ('pastMaturity', 'yes', past), ('pastMaturity', 'no', not_past),
    ('pastMaturity', 'unknown', unknown_past), ('otherLoanDefaulted', 'yes', defaulted), ('otherLoanDefaulted', 'no', not_defaulted)
) as d (dimension, value, customers)
union all
select 'lacking', d.value, null, null, d.loans, 0, null, 0, 0, 0, 0, 0
from lacking
cross join lateral (values ('plan', loans), ('paymentOut', not_paid_out), ('principal', principal), ('rate', rate), ('term', term),
    ('paid', paid)) as d (value, loans)
