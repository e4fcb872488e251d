-- Every borrower with what segments can be made from; age or income may be unknown. Tenure is the years from the first loan to the as-of date,
-- region that of the latest loan. /*which*/ are all of them, or those that the published segmentation does not hold.
select c.customer_id, c.age, trim_scale(c.annual_income) as income, c.employment, c.gender,
    (v.as_of - l.first_start) / 365.25::double precision as tenure, l.loans, l.region, p.attributes::text as attributes
from customer_facts c
join (
    select customer_id, count(*)::int as loans, min(start_date) as first_start,
        (array_agg(region order by start_date desc, loan_id desc))[1] as region
    from loan_facts
    group by customer_id
) l using (customer_id)
join customers p using (customer_id)
cross join (select as_of from data_versions order by version desc limit 1) v
where /*which*/
order by c.customer_id collate "C"
