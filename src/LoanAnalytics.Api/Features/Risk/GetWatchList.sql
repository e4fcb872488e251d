-- The loans of the customers most worth contacting. Length and sums are those of all that could be listed.
--> RankedCustomers
select r.place::int as place, r.eligible_customers::int as eligible_customers, r.eligible_loans::int as eligible_loans, l.customer_id, l.loan_id, l.branch_id,
    l.product, l.risk_band, l.delinquency_bucket, l.days_past_due, trim_scale(l.exposure) as exposure, l.probability, l.chance, l.expected_loss,
    l.reasons, l.points, l.warnings, n.owner, n.status as note_status, n.note, n.outcome, n.revision, n.changed_at
from ranked r
join loans l using (customer_id)
left join watch_notes n on n.customer_id = l.customer_id and n.loan_id = l.loan_id
where r.place <= @capacity
order by r.place, l.expected_loss desc nulls last, l.exposure desc, l.loan_id
