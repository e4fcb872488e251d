-- One row a loan, with all that filters, groups and measures need: the one place that says what counts as
-- disbursed, booked, defaulted, on the book, and into which band a value falls. 'unknown' is a missing value.
create view loan_facts as
select
    l.customer_id, l.loan_id, l.branch_id as branch_key,
    coalesce(l.branch_id, 'unknown') as branch_id,
    coalesce(b.name, 'unknown') as branch,
    coalesce(b.city, 'unknown') as city,
    coalesce(b.region, 'unknown') as region,
    coalesce(l.product, 'unknown') as product,
    l.status, l.source_status, l.principal, l.interest_rate, l.term_months, l.start_date, l.end_date,
    l.amount_paid, l.outstanding_balance, l.officer,
    coalesce(l.term_months::text, 'unknown') as term,
    coalesce(c.gender, 'unknown') as gender,
    coalesce(c.employment_status, 'unknown') as employment,
    c.annual_income,
    a.age,
    coalesce(v.age_labels[width_bucket(a.age::numeric, v.age_edges) + 1], 'unknown') as age_band,
    coalesce(v.income_labels[width_bucket(c.annual_income, v.income_edges) + 1], 'unknown') as income_band,
    v.amount_labels[width_bucket(l.principal, v.amount_edges) + 1] as amount_band,
    coalesce(v.rate_labels[width_bucket(l.interest_rate, v.rate_edges) + 1], 'unknown') as rate_band,
    to_char(l.start_date, 'YYYY') as start_year,
    to_char(l.start_date, 'YYYY"-Q"Q') as start_quarter,
    to_char(l.start_date, 'YYYY-MM') as start_month,
    greatest(0, (extract(year from v.as_of) - extract(year from l.start_date)) * 12
        + extract(month from v.as_of) - extract(month from l.start_date))::int as months_on_book,
    -- years from start to the earliest of default, closing, or else contract end, and never past the as-of date
    greatest(0, least(v.as_of, coalesce(least(l.defaulted_on, l.written_off_on, l.closed_on), l.end_date, v.as_of))
        - l.start_date) / 365.25 as loan_years,
    l.status in ('defaulted', 'written_off') as is_defaulted,
    l.status <> 'approved' or coalesce(l.outstanding_balance, 0) <> 0 or coalesce(l.amount_paid, 0) <> 0 as is_disbursed,
    l.attributes as loan_attributes, c.attributes as customer_attributes
from loans l
cross join (select * from data_versions order by version desc limit 1) v
join customers c on c.customer_id = l.customer_id
left join branches b on b.branch_id = l.branch_id
cross join lateral (
    select coalesce(extract(year from age(v.as_of, c.birth_date))::int, c.age) as age
) a;
