-- Every borrower with what segments are made from; age or income may be unknown.
select c.customer_id, c.age, c.annual_income as income, c.employment
from customer_facts c
where exists (select 1 from loans l where l.customer_id = c.customer_id)
order by c.customer_id
