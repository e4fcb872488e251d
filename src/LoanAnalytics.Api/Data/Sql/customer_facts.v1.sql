-- One row a customer, with or without a loan, in the same bands as loan_facts.
create view customer_facts as
select
    c.customer_id, c.name,
    coalesce(c.gender, 'unknown') as gender,
    coalesce(c.employment_status, 'unknown') as employment,
    c.annual_income, a.age,
    coalesce(v.age_labels[width_bucket(a.age::numeric, v.age_edges) + 1], 'unknown') as age_band,
    coalesce(v.income_labels[width_bucket(c.annual_income, v.income_edges) + 1], 'unknown') as income_band
from customers c
cross join (select * from data_versions order by version desc limit 1) v
cross join lateral (
    select coalesce(extract(year from age(v.as_of, c.birth_date))::int, c.age) as age
) a;
