-- What the newest version can tell of repayment.
update data_versions set
    has_payments = exists (select from loan_courses),
    has_months = exists (select from loan_month_arrays),
    has_dates = exists (select from loans where defaulted_on is not null or closed_on is not null or written_off_on is not null),
    has_reported = exists (select from loans where reported_days_past_due is not null),
    balance_basis = case when not exists (select from loan_month_arrays) then null when not exists (select from loan_courses) then 'reported'
        when not exists (select from loan_courses where due_principal is null) then 'principal'
        when not exists (select from loan_courses where due_principal is not null) then 'instalments' else 'mixed' end,
    history_from = (select min(month_end) from history_totals)
where version = (select max(version) from data_versions)
