-- Loans by bin of each of the lender's own numbers, and status. @edges jsonb: by name the lowest value of each bin but the first, rising; bin 0 lies
-- below the first, and null is an unknown value. The columns are those of CountedGroups.sql.
select array['attribute:' || e.name, coalesce(width_bucket(x.value, e.edges)::text, 'unknown')] as keys, status, count(*) as loans
from loan_facts
cross join lateral (
    select b.key as name, array(select t::double precision from jsonb_array_elements_text(b.value) t) as edges from jsonb_each(@edges::jsonb) b
) e
cross join lateral (
    select coalesce(nullif(loan_attributes -> e.name, 'null'), customer_attributes -> e.name) as own
) o
-- A word from before the attribute was a number is no number.
cross join lateral (select case when jsonb_typeof(o.own) = 'number' then o.own::double precision end as value) x
where
--> LoanFilter
group by e.name, width_bucket(x.value, e.edges), status
