-- The loans behind what only the source can tell, put in by the import.
create temp table if not exists source_findings (id text, customer_id text, loan_id text) on commit drop
