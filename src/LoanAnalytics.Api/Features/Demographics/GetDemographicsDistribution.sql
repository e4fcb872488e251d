-- Borrowers of the selection, and all customers, by each attribute of a person.
with borrowers as (
    select distinct customer_id
    from loan_facts
    where
--> LoanFilter
),
people as (
    select c.*, b.customer_id is not null as is_borrower
    from customer_facts c left join borrowers b using (customer_id)
)
select d.attribute, d.value as group, count(*) as customers, count(*) filter (where is_borrower) as borrowers
from people
cross join lateral (values
    ('age', age_band), ('gender', gender), ('employment', employment), ('income', income_band)
) as d (attribute, value)
group by d.attribute, d.value
order by d.attribute, d.value
