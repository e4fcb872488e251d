-- The customers who could be on the watch list, most worth contacting first. With a published model they are ranked by the loss that contact would avoid; without one
-- by the number of different early warnings and then by what they owe, and only those with a warning are listed.
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
