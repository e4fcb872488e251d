-- What is known of lateness in the book, and from when on.
select exists (select from loan_standings) as has_history,
    exists (select from loan_facts where days_past_due is not null) as has_reported,
    (select min(month_end) from loan_months) as first_month
