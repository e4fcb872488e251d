-- A row for each loan whose status is in @statuses, with what was known of it at its start; it is bad if it ended in default. For a book without the
-- history that would tell what was known later. @share double: the share of the loans read, the same ones each time. Pages begin after @after_customer,
-- @after_loan; @take is null for all.
select f.customer_id, f.loan_id, 0 as day_no, f.is_defaulted as bad, 0 as worst_later,
    (
--> RiskExposure
    )::double precision as exposure,
--> RiskTerms
from loan_facts f
cross join lateral (select f.start_date as day) d
where f.status = any (@statuses) and f.is_disbursed
and (@share::double precision >= 1 or ('x' || left(md5(f.loan_id), 8))::bit(32)::bigint < @share * 4294967296)
and (@after_customer::text is null or (f.customer_id, f.loan_id) > (@after_customer, @after_loan))
order by f.customer_id, f.loan_id
limit @take
