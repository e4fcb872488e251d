-- The months and facts of the chosen loans. An inner join over both keys would be taken to leave one loan.
    select h.*, 1 as from_k, f.renegotiated_on, f.default_on, f.default_balance as defaulted_with, f.prepaid_on
    from chosen f
    left join loan_month_arrays h on h.customer_id = f.customer_id and h.loan_id = f.loan_id
