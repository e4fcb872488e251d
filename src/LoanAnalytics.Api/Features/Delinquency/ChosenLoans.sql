-- The loans of the selection, with what their months are judged by.
    select customer_id, loan_id, start_date, history_until, renegotiated_on, default_on, default_balance, prepaid_on
    from loan_facts
    where
--> LoanFilter
