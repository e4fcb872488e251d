-- What is known of the loan f and its borrower from the start: the terms of the contract, and what the lender knows besides (@attributes). Age is that of the day
-- d.day, where it is asked for (@with_age); where no date of birth is known, the age of the data less the whole years between. The band is that of the data.
f.gender, f.age_band, case when @with_age then (
        select coalesce(extract(year from age(d.day, c.birth_date)), c.age - extract(year from age(v.as_of, d.day)))
        from customers c cross join (select as_of from data_versions order by version desc limit 1) v
        where c.customer_id = f.customer_id
    ) end::double precision as age, f.principal::double precision as amount, f.interest_rate::double precision as interest_rate,
    f.term_months::double precision as term, f.annual_income::double precision as income,
    (f.principal / nullif(f.annual_income, 0))::double precision as loan_to_income,
    (12 * f.plan_instalment / nullif(f.annual_income, 0))::double precision as instalments_to_income,
    (extract(year from f.start_date) * 12 + extract(month from f.start_date))::double precision as start_month,
    f.product, f.branch_id as branch, f.region, f.employment,
    array(
        select coalesce(f.loan_attributes ->> a.name, f.customer_attributes ->> a.name)
        from unnest(@attributes::text[]) with ordinality as a (name, place) order by a.place
    ) as own
