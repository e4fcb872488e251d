-- The band of a loan's chance of default under the published model; unknown of a loan that it does not score. $1 are the bands of RiskBand, $2 the
-- lowest chance of each but the first.
update loan_facts f
set risk_band = p.risk_band
from (
    select f.customer_id, f.loan_id,
        coalesce($1[width_bucket(s.probability, $2) + 1], 'unknown') as risk_band
    from loan_facts f
    left join risk_scores s on s.customer_id = f.customer_id and s.loan_id = f.loan_id
) p
where p.customer_id = f.customer_id and p.loan_id = f.loan_id and f.risk_band <> p.risk_band
