-- The running loans that are not in default, with their chance of default, what could be lost, and the early warnings that hold for them. The chance is that of
-- the published model, and @base_probability, the share that defaulted, where it scores none. What is owed is the principal where no balance is known.
select f.customer_id, f.loan_id, f.branch_id, f.product, f.gender, f.age_band, f.segment, f.risk_band, f.delinquency_bucket, f.days_past_due,
    x.exposure, s.probability, coalesce(s.probability, @base_probability) as chance,
    coalesce(s.probability, @base_probability) * x.exposure::double precision * @loss_given_default::double precision as expected_loss,
    s.reasons, s.points, array_remove(array[
        case when f.days_past_due > 0 then 'missedInstalment' end,
        case when h.days_past_due[k.k] > h.days_past_due[k.k - 1] and h.days_past_due[k.k - 1] > 0 then 'risingDaysPastDue' end,
        case when k.k > 6 and f.days_past_due > 0 and p.late_before = 0 then 'brokenPattern' end,
        case when p.paid < 0.8 * p.due and p.paid_before >= 0.95 * p.due_before then 'fallingAmounts' end,
        case when f.past_maturity = 'yes' then 'pastMaturity' end,
        case when not f.has_history and f.plan_band in ('1-3', '3-6', '6-12', '> 12') then 'behindPlan' end,
        case when f.other_loan_defaulted = 'yes' then 'otherLoanDefaulted' end,
        case when f.instalments_to_income_band in ('0.4-0.5', '0.5+') then 'highInstalmentBurden' end
    ], null) as warnings
from (
    select * from loan_facts where
--> LoanFilter
) f
left join risk_scores s on s.customer_id = f.customer_id and s.loan_id = f.loan_id
-- Of a loan that is not late the months warn of nothing, and are not read.
left join loan_month_arrays h on f.days_past_due > 0 and h.customer_id = f.customer_id and h.loan_id = f.loan_id
left join watch_notes n on n.customer_id = f.customer_id and n.loan_id = f.loan_id
cross join (select as_of from data_versions order by version desc limit 1) v
cross join lateral (
    select
--> RiskExposure
    as exposure
) x
cross join lateral (
    select extract(year from v.as_of)::int * 12 + extract(month from v.as_of)::int - h.first_month_no as k offset 0
) k
left join lateral (
    select count(*) filter (where i < k.k and h.days_past_due[i] > 0) as late_before,
        sum(h.paid[i]) filter (where i > k.k - 3) as paid, sum(h.due[i]) filter (where i > k.k - 3) as due,
        sum(h.paid[i]) filter (where i <= k.k - 3) as paid_before, sum(h.due[i]) filter (where i <= k.k - 3) as due_before
    from generate_series(greatest(1, k.k - 6), k.k) as i
    where h.loan_id is not null
) p on true
where f.is_disbursed and f.status in ('approved', 'active') and f.default_on is null and f.delinquency_bucket not in ('paid', 'written_off')
    and (@with_closed or n.status is distinct from 'closed')
