-- The new version with the portfolio's bands (lower edge included), and how each loan stood in it.
insert into data_versions (
    version, import_id, as_of, as_of_by_rule, currency, profile, mode, fingerprint, published_at, amount_paid_is_principal,
    delinquency_policy,
    control_totals, book_totals, loans_added, loans_gone, loans_changed, row_counts, findings, attributes,
    age_edges, age_labels, income_edges, income_labels, amount_edges, amount_labels, rate_edges, rate_labels)
values (
    @version, @import_id, @as_of, @as_of_by_rule, @currency, @profile, @mode, @fingerprint, @now, @amount_paid_is_principal,
    @delinquency_policy,
    @control_totals, (
        select jsonb_build_object('loans', count(*), 'principal', trim_scale(coalesce(sum(principal), 0)),
            'amountPaid', trim_scale(sum(amount_paid)), 'outstanding', trim_scale(sum(outstanding_balance)))
        from loans
    ), @loans_added, @loans_gone, @loans_changed, @row_counts, '[]', @attributes,
    @age_edges, @age_labels, @income_edges, @income_labels, @amount_edges, @amount_labels, @rate_edges, @rate_labels);

insert into loan_snapshots (customer_id, loan_id, version, status, balance, days_past_due)
select customer_id, loan_id, @version, status, outstanding_balance, reported_days_past_due from loans
