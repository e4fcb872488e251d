-- The new version, with the portfolio's bands (lower edge included), and how each loan stood in it.
insert into data_versions (
    version, import_id, as_of, currency, profile, mode, fingerprint, published_at, amount_paid_is_principal,
    control_totals, row_counts, findings, attributes,
    age_edges, age_labels, income_edges, income_labels, amount_edges, amount_labels, rate_edges, rate_labels)
values (
    @version, @import_id, @as_of, @currency, @profile, @mode, @fingerprint, @now, @amount_paid_is_principal,
    @control_totals, @row_counts, '[]', @attributes,
    '{18,25,35,45,55,65}', '{under 18,18-24,25-34,35-44,45-54,55-64,65+}',
    '{25000,50000,75000,100000,125000}', '{<25k,25k-50k,50k-75k,75k-100k,100k-125k,125k+}',
    '{10000,20000,30000,40000}', '{<10k,10k-20k,20k-30k,30k-40k,40k+}',
    '{5,7.5,10,12.5}', '{<5,5-7.5,7.5-10,10-12.5,12.5+}');

insert into loan_snapshots (customer_id, loan_id, version, status, balance, days_past_due)
select customer_id, loan_id, @version, status, outstanding_balance, reported_days_past_due from loans
