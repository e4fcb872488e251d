-- The scale-out step, for a book that one machine no longer holds: spreads the tables over the nodes of a Citus cluster.
-- Opt-in and once: after 'migrate', in the program's own database on the coordinator, with the workers already added.
--     psql "$DATABASE" -v ON_ERROR_STOP=1 -f deploy/citus.sql
-- Schema, program and queries stay as they are. Data that are loaded move to the nodes; nobody should read or load meanwhile.
-- Not run by the tests, which have no Citus.
create extension if not exists citus;

begin;

-- Small tables that large ones refer to: a copy on every node, so that joins stay local.
select create_reference_table('branches');
select create_reference_table('data_versions');
select create_reference_table('segmentations');
select create_reference_table('segments');
select create_reference_table('risk_models');
select create_reference_table('risk_model_files');

-- Large tables: all rows of a customer on one node, since each key starts with customer_id and large tables join on it.
select create_distributed_table('customers', 'customer_id', colocate_with => 'none');
select create_distributed_table('loans', 'customer_id', colocate_with => 'customers');
select create_distributed_table('instalments', 'customer_id', colocate_with => 'customers');
select create_distributed_table('payments', 'customer_id', colocate_with => 'customers');
select create_distributed_table('modifications', 'customer_id', colocate_with => 'customers');
select create_distributed_table('reported_months', 'customer_id', colocate_with => 'customers');
select create_distributed_table('filed_loans', 'customer_id', colocate_with => 'customers');
select create_distributed_table('loan_month_arrays', 'customer_id', colocate_with => 'customers');
select create_distributed_table('loan_courses', 'customer_id', colocate_with => 'customers');
select create_distributed_table('found_rows', 'customer_id', colocate_with => 'customers');
select create_distributed_table('loan_standings', 'customer_id', colocate_with => 'customers');
select create_distributed_table('loan_snapshots', 'customer_id', colocate_with => 'customers');
select create_distributed_table('customer_facts', 'customer_id', colocate_with => 'customers');
select create_distributed_table('loan_facts', 'customer_id', colocate_with => 'customers');
select create_distributed_table('segment_members', 'customer_id', colocate_with => 'customers');
select create_distributed_table('risk_scores', 'customer_id', colocate_with => 'customers');
select create_distributed_table('watch_notes', 'customer_id', colocate_with => 'customers');

-- history_totals, cohort_totals and behaviour_totals are sums over the book, some thousand rows, that join nothing, and stay on the coordinator too.
-- imports, import_files and import_rejects are the record of what was loaded: they join no large table and stay on the
-- coordinator. loan_id is unique within a customer by its key; that it is unique in the book, publishing checks.

commit;
