-- Groups of running loans, by segment, lateness and product, with what they are expected to lose: those with enough customers, most expected loss first.
select l.segment, l.delinquency_bucket, l.product, count(distinct l.customer_id) as customers, count(*) as loans, trim_scale(sum(l.exposure)) as exposure,
    sum(l.expected_loss) as expected_loss, avg(l.chance) as mean_probability, count(*) filter (where cardinality(l.warnings) > 0) as warned
from (
--> WatchLoans
) l
group by l.segment, l.delinquency_bucket, l.product
having count(distinct l.customer_id) >= @least_customers
order by sum(l.expected_loss) desc, l.segment, l.delinquency_bucket, l.product
