-- The loans of the customers most worth contacting. With a published model they are ranked by the loss that contact would avoid; without one by the number
-- of different early warnings and then by what they owe, and only those with a warning are listed. Length and sums are those of all that could be listed.
with loans as materialized (
--> WatchLoans
),
warned as (
    select l.customer_id, count(distinct w.warning) as warnings from loans l cross join unnest(l.warnings) as w (warning) group by l.customer_id
),
eligible as (
    select l.customer_id, coalesce(w.warnings, 0) as warnings, sum(l.exposure) as exposure, sum(l.expected_loss) as expected_loss, count(*) as loans
    from loans l left join warned w using (customer_id)
    where @by_model or w.warnings > 0
    group by l.customer_id, w.warnings
),
ranked as (
    select e.*, row_number() over (
        order by case when @by_model then 0 else e.warnings end desc, case when @by_model then e.expected_loss end desc nulls last,
            e.exposure desc, e.customer_id) as place,
        count(*) over () as eligible_customers, sum(e.loans) over () as eligible_loans
    from eligible e
)
select r.place::int as place, r.eligible_customers::int as eligible_customers, r.eligible_loans::int as eligible_loans, l.customer_id, l.loan_id, l.branch_id,
    l.product, l.risk_band, l.delinquency_bucket, l.days_past_due, trim_scale(l.exposure) as exposure, l.probability, l.chance, l.expected_loss,
    l.reasons, l.points, l.warnings, n.owner, n.status as note_status, n.note, n.outcome, n.revision, n.changed_at
from ranked r
join loans l using (customer_id)
left join watch_notes n on n.customer_id = l.customer_id and n.loan_id = l.loan_id
where r.place <= @capacity
order by r.place, l.expected_loss desc nulls last, l.exposure desc, l.loan_id
