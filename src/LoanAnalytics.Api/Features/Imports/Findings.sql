-- Each finding with its rows, money, up to a hundred keys and the loans behind it, out of what FillFacts found.
with found as (
    select id, coalesce(loan_id, customer_id) as key, count(*) as rows, sum(amount) as amount
    from found_rows group by 1, 2
),
behind as (
    select id, count(*) as loans from loan_facts cross join lateral unnest(findings) as id group by id
)
select f.id, sum(f.rows)::bigint, trim_scale(sum(f.amount)),
    array(select k.key from found k where k.id = f.id order by k.key limit 100), coalesce(max(b.loans), 0)
from found f left join behind b using (id)
group by f.id
