-- A row for each loan of the selection whose status is in @statuses, or a fixed share of them, with the terms of its contract, and what the data has of its borrower at its date.
-- @attributes text[], the lender's own attributes; @share double, the share of the loans read, the same ones each time.
select customer_id, status, age, annual_income as income, principal, interest_rate, term_months, product, gender, employment, branch_id, city,
    region, start_year,
    array(
        select coalesce(loan_attributes ->> a.name, customer_attributes ->> a.name, 'unknown')
        from unnest(@attributes::text[]) with ordinality as a (name, place) order by a.place
    ) as own
from loan_facts
where status = any (@statuses)
and (@share::double precision >= 1 or ('x' || left(md5(loan_id), 8))::bit(32)::bigint < @share * 4294967296)
and
--> LoanFilter
order by customer_id, loan_id
