-- The customer of a loan as of the data's date, with the number of their loans.
select f.customer_id, f.name, f.age, nullif(f.gender, 'unknown') as gender, trim_scale(f.annual_income) as annual_income,
    nullif(f.employment, 'unknown') as employment_status,
    (select count(*) from loan_facts l where l.customer_id = f.customer_id) as loans
from customer_facts f
where f.customer_id = @customer_id
