-- The facts of the loans in described_loans, from the book, its history and what was found.
-- Days past due are those of the repayment history where the book has one, and else as the source reports them: never a mixture of both. A loan that
-- is written off is past counting, and one that owes nothing is not late: who is late is who is at risk.
create temp table lateness on commit drop as
select h.customer_id, h.loan_id, h.has_history, h.days_past_due, h.arrears, h.gross_balance, h.last_payment_on, h.ever30_on, h.ever60_on,
    h.ever90_on, h.default_on, h.ended_on, h.prepaid_on, h.recovered, x.default_balance, h.punctuality, a.history_until,
    coalesce(h.state, case when h.is_written_off then 'written_off' when not h.is_disbursed then 'unknown'
        when h.gross_balance = 0 then 'paid' when h.days_past_due is null or h.gross_balance is null then 'unknown' else
--> DelinquencyBucket
    end) as bucket
from (
    select d.customer_id, d.loan_id, d.is_disbursed, w.is_written_off, s.state, s.loan_id is not null as has_history, l.recovered,
        coalesce(s.prepaid_on, case when s.loan_id is null and d.status = 'fully_paid' and l.closed_on <= v.as_of
            and l.closed_on < date_trunc('month', l.end_date) then l.closed_on end) as prepaid_on,
        case when v.has_history then s.days_past_due else l.reported_days_past_due end as days_past_due,
        case when v.has_history then s.arrears else l.reported_arrears end as arrears,
        case when w.is_written_off or not d.is_disbursed or d.status = 'fully_paid' or s.state = 'paid' then 0
            when coalesce(s.balance, l.outstanding_balance) > 0 then coalesce(s.balance, l.outstanding_balance)
            when coalesce(s.balance, l.outstanding_balance) <= 0 then 0 end as gross_balance,
        coalesce(s.last_payment_on, l.last_payment_on) as last_payment_on, s.ever30_on, s.ever60_on, s.ever90_on,
        least(case when l.defaulted_on <= v.as_of then l.defaulted_on end, case when l.written_off_on <= v.as_of then l.written_off_on end,
            s.ever90_on) as default_on,
        coalesce(s.ended_on, case when least(l.written_off_on, l.closed_on) <= v.as_of then least(l.written_off_on, l.closed_on) end) as ended_on,
--> Punctuality
        as punctuality
    from described_loans d
    left join loans l on l.customer_id = d.customer_id and l.loan_id = d.loan_id
    left join loan_standings s on s.customer_id = d.customer_id and s.loan_id = d.loan_id
    cross join (
        select as_of, exists (select from loan_standings) as has_history from data_versions order by version desc limit 1
    ) v
    cross join lateral (select d.status = 'written_off' or coalesce(l.written_off_on <= v.as_of, false) as is_written_off) w
) h
left join lateral (
    select coalesce(m.balance_before, m.balance) as default_balance from loan_months m
    where h.default_on is not null and m.customer_id = h.customer_id and m.loan_id = h.loan_id and m.month_end >= h.default_on
    order by m.month_end limit 1
) x on true
left join (
    select customer_id, loan_id, month_end[cardinality(month_end)] as history_until from loan_month_arrays
) a on a.customer_id = h.customer_id and a.loan_id = h.loan_id;
analyze lateness (customer_id, loan_id);
--> PlanPositions
;
insert into loan_facts (
    customer_id, loan_id, branch_key, branch_id, branch, city, region, product, status, source_status, principal, interest_rate, term_months,
    start_date, end_date, amount_paid, outstanding_balance, officer, term, gender, employment, annual_income, age, age_band, income_band,
    amount_band, rate_band, start_year, start_quarter, start_month, months_on_book, loan_years, is_defaulted, is_disbursed, loan_attributes,
    customer_attributes, findings, days_past_due, arrears, delinquency_bucket, gross_balance, last_payment_on, ever30_on, ever60_on, ever90_on,
    default_on, renegotiated_on, ended_on, prepaid_on, has_history, default_balance, recovered,
    plan_instalment, instalments_behind, implied_arrears, plan_band, past_maturity, other_loan_defaulted, loan_to_income_band,
    instalments_to_income_band, segment, risk_band, punctuality, history_until)
select d.*, l.ids || c.ids, case h.bucket when 'written_off' then null when 'paid' then 0 else h.days_past_due end,
    case h.bucket when 'written_off' then null when 'paid' then 0 else h.arrears end, h.bucket, h.gross_balance, h.last_payment_on,
    h.ever30_on, h.ever60_on, h.ever90_on, h.default_on, r.renegotiated_on, h.ended_on, h.prepaid_on, h.has_history, h.default_balance,
    h.recovered, p.instalment, p.instalments_behind, p.implied_arrears, p.plan_band, p.past_maturity, p.other_loan_defaulted,
    p.loan_to_income_band, p.instalments_to_income_band, 'unknown', 'unknown', h.punctuality, h.history_until
from described_loans d
-- Every loan has its row. An inner join over both keys would be taken to leave one loan, and all that follows be looked up for each.
left join lateness h using (customer_id, loan_id)
left join plan_positions p using (customer_id, loan_id)
left join (
    select customer_id, loan_id, array_agg(distinct id) as ids
    from (select id, customer_id, loan_id from found_rows where loan_id is not null union all table source_findings) f
    group by customer_id, loan_id
) l using (customer_id, loan_id)
left join (
    select customer_id, array_agg(id) as ids from found_rows where loan_id is null group by customer_id
) c using (customer_id)
left join (
    select customer_id, loan_id, min(modified_on) as renegotiated_on
    from modifications where kind in ('restructured', 'rescheduled') group by customer_id, loan_id
) r using (customer_id, loan_id)
