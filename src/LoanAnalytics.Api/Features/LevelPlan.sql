-- Where a loan stands against a level plan, as LoanAnalytics.Credit.PlanPosition has it, out of principal, interest_rate, term_months,
-- start_date, amount_paid and as_of: its instalment, and where the sum paid is known the instalments behind and the arrears that follow.
-- Either language turns a double into a decimal of fifteen digits. Beyond e^60 an annuity is 1 to the last digit, and the power would run under.
select a.instalment, round(s.short / nullif(a.instalment, 0), 9) as instalments_behind,
    -- greatest passes over what is unknown
    case when a.instalment > 0 and s.short is not null then greatest(0, s.short) end as implied_arrears
-- 'offset 0' keeps each step from being worked out again wherever the next ones name it.
from (select interest_rate::double precision / 1200 as monthly offset 0) r
cross join lateral (
    select case when interest_rate >= 0 and term_months > 0 then
        case when interest_rate = 0 then principal / (term_months * 1.000000000000000000000000)
            else principal * (r.monthly / (1 - case when term_months * ln(1 + r.monthly) > 60 then 0
                else power(1 + r.monthly, -term_months) end))::numeric end
        end as instalment
    offset 0
) a
cross join lateral (
    select ((extract(year from as_of) - extract(year from start_date)) * 12
        + extract(month from as_of) - extract(month from start_date))::int as months
    offset 0
) m
cross join lateral (
    select least(term_months, greatest(0,
        m.months - case when start_date + make_interval(months => greatest(0, m.months)) > as_of then 1 else 0 end)) as due
    offset 0
) k
cross join lateral (
    select case when abs(a.instalment * k.due - amount_paid) <= k.due * 0.005 then 0 else a.instalment * k.due - amount_paid end as short
    offset 0
) s
