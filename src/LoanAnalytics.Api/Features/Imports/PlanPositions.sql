-- Where the loans in described_loans stand against a level plan, with the flags that follow from terms and status alone: implied, not observed.
-- The bands are those of LoanAnalytics.Credit, PlanPosition and LoanBurden. A flag of a loan can rest on the other loans of its customer, all
-- of which are among them.
create temp table plan_positions on commit drop as
select customer_id, loan_id, instalment, instalments_behind, implied_arrears,
    case when instalments_behind <= 0 then '<= 0' when instalments_behind <= 1 then '0-1' when instalments_behind <= 3 then '1-3'
        when instalments_behind <= 6 then '3-6' when instalments_behind <= 12 then '6-12' when instalments_behind > 12 then '> 12'
        else 'unknown' end as plan_band,
    case when not is_open or ends >= as_of then 'no' when ends < as_of then 'yes' else 'unknown' end as past_maturity,
    case when defaulted - is_defaulted::int > 0 then 'yes' else 'no' end as other_loan_defaulted,
    coalesce((array['<0.25', '0.25-0.5', '0.5-1', '1-2', '2-4', '4+'])[
        width_bucket(principal / nullif(annual_income, 0), array[0.25, 0.5, 1, 2, 4]) + 1], 'unknown') as loan_to_income_band,
    case when open_loans = 0 then 'none' when open_loans > open_planned then 'unknown' else
        coalesce((array['<0.1', '0.1-0.2', '0.2-0.3', '0.3-0.4', '0.4-0.5', '0.5+'])[
            width_bucket(open_instalments * 12 / nullif(annual_income, 0), array[0.1, 0.2, 0.3, 0.4, 0.5]) + 1], 'unknown') end
        as instalments_to_income_band
from (
    select d.*, sum(is_defaulted::int) over customer as defaulted,
        sum(is_open::int) over customer as open_loans,
        sum((is_open and instalment is not null)::int) over customer as open_planned,
        sum(case when is_open then instalment end) over customer as open_instalments
    from (
        select l.customer_id, l.loan_id, l.principal, l.annual_income, l.as_of, l.is_defaulted, l.status in ('approved', 'active') as is_open,
            -- No calendar holds the end of an absurd term, which is not reached either.
            coalesce(l.end_date, (l.start_date
                + make_interval(months => case when l.term_months > 12000 then 12000 else l.term_months end))::date) as ends,
            p.instalment,
            case when l.is_disbursed then p.instalments_behind end as instalments_behind,
            case when l.is_disbursed then p.implied_arrears end as implied_arrears
        from (
            select customer_id, loan_id, principal, interest_rate, term_months, start_date, end_date, amount_paid, status, annual_income,
                is_defaulted, is_disbursed, v.as_of
            from described_loans d
            cross join (select as_of from data_versions order by version desc limit 1) v
        ) l
        cross join lateral (
--> LevelPlan
        ) p
    ) d
    window customer as (partition by customer_id)
) d;
analyze plan_positions (customer_id, loan_id)
