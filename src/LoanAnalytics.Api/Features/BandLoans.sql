-- The band of a loan's chance of default under the published model; unknown of a loan that it does not score. Bands as in Measures.RiskBand.
update loan_facts f
set risk_band = p.risk_band
from (
    select f.customer_id, f.loan_id, coalesce((array['very low', 'low', 'moderate', 'elevated', 'high', 'very high'])[
        width_bucket(s.probability, array[0.01, 0.02, 0.05, 0.1, 0.25]::double precision[]) + 1], 'unknown') as risk_band
    from loan_facts f
    left join risk_scores s on s.customer_id = f.customer_id and s.loan_id = f.loan_id
) p
where p.customer_id = f.customer_id and p.loan_id = f.loan_id and f.risk_band <> p.risk_band;
analyze loan_facts (risk_band), risk_scores
