-- The facts that answers read, made anew from the book and the version that is the newest, and the findings of each loan; null where it has
-- none.
delete from loan_facts;
delete from customer_facts;
insert into customer_facts table customer_details;
--> SourceFindings
;
create temp table found_rows on commit drop as
--> FoundRows
;
--> DeriveHistory
;
--> ReportedMonths
;
-- Tables filled in this transaction are joined below, which plans badly without knowing how many rows they have.
analyze loan_standings;
-- Days past due are those of the repayment history where the book has one, and else as the source reports them: never a mixture of both. A loan that
-- is written off is past counting, and one that owes nothing is not late: who is late is who is at risk.
create temp table lateness on commit drop as
select customer_id, loan_id, days_past_due, arrears, gross_balance, last_payment_on, ever30_on, ever60_on, ever90_on, default_on,
    coalesce(state, case when is_written_off then 'written_off' when not is_disbursed then 'unknown'
        when gross_balance = 0 then 'paid' when days_past_due is null or gross_balance is null then 'unknown' else
--> DelinquencyBucket
    end) as bucket
from (
    select d.customer_id, d.loan_id, d.is_disbursed, w.is_written_off, s.state,
        case when v.has_history then s.days_past_due else l.reported_days_past_due end as days_past_due,
        case when v.has_history then s.arrears else l.reported_arrears end as arrears,
        case when w.is_written_off or not d.is_disbursed or d.status = 'fully_paid' or s.state = 'paid' then 0
            when coalesce(s.balance, l.outstanding_balance) > 0 then coalesce(s.balance, l.outstanding_balance)
            when coalesce(s.balance, l.outstanding_balance) <= 0 then 0 end as gross_balance,
        coalesce(s.last_payment_on, l.last_payment_on) as last_payment_on, s.ever30_on, s.ever60_on, s.ever90_on,
        least(case when l.defaulted_on <= v.as_of then l.defaulted_on end, case when l.written_off_on <= v.as_of then l.written_off_on end,
            s.ever90_on) as default_on
    from loan_details d
    join loans l on l.customer_id = d.customer_id and l.loan_id = d.loan_id
    left join loan_standings s on s.customer_id = d.customer_id and s.loan_id = d.loan_id
    cross join (
        select as_of, exists (select from loan_standings) as has_history from data_versions order by version desc limit 1
    ) v
    cross join lateral (select d.status = 'written_off' or coalesce(l.written_off_on <= v.as_of, false) as is_written_off) w
) h;
analyze lateness, found_rows;
insert into loan_facts
select d.*, l.ids || c.ids, case h.bucket when 'written_off' then null when 'paid' then 0 else h.days_past_due end,
    case h.bucket when 'written_off' then null when 'paid' then 0 else h.arrears end, h.bucket, h.gross_balance, h.last_payment_on,
    h.ever30_on, h.ever60_on, h.ever90_on, h.default_on, r.renegotiated_on
from loan_details d
-- Every loan has its row. An inner join over both keys would be taken to leave one loan, and all that follows be looked up for each.
left join lateness h using (customer_id, loan_id)
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
) r using (customer_id, loan_id);
analyze loan_facts, customer_facts, loan_months
