-- The months of the chosen loans with what the facts of each say: renegotiated by then, in default since or not yet, repaid early.
select m.*, coalesce(f.renegotiated_on <= m.month_end, false) as is_renegotiated, f.default_balance,
    m.state_before is not null and not coalesce(f.default_on < date_trunc('month', m.month_end), false) as is_performing,
    coalesce(f.default_on >= date_trunc('month', m.month_end) and f.default_on <= m.month_end, false) as is_new_default,
    coalesce(f.prepaid_on >= date_trunc('month', m.month_end) and f.prepaid_on <= m.month_end, false) as is_new_prepaid
from loan_months m
join chosen f on f.customer_id = m.customer_id and f.loan_id = m.loan_id
