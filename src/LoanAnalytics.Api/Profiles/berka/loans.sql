-- No interest can be read off (amount = duration x payments), so the rate is unknown. What the borrowers of B and D
-- loans paid is not in these files: both amounts are unknown. C runs without arrears: every instalment due was paid.
with dated as (
    select *, concat('19', date[1:2], '-', date[3:4], '-', date[5:6]) as start_date,
        (98 - try_cast(date[1:2] as integer)) * 12 + 12 - try_cast(date[3:4] as integer) as months_paid
    from loan
)
select
    l.loan_id, d.client_id as customer_id, a.district_id as branch_id,
    l.amount as principal, l.duration as term_months, l.start_date,
    (try_cast(l.start_date as date) + to_months(try_cast(l.duration as integer)))::date::varchar as end_date,
    case l.status when 'A' then 'fully_paid' when 'B' then 'defaulted' when 'C' then 'active' when 'D' then 'defaulted'
        else l.status end as status,
    l.status as source_status,
    case l.status when 'A' then l.amount
        when 'C' then (try_cast(l.payments as decimal(18, 2)) * l.months_paid)::varchar end as amount_paid,
    case l.status when 'A' then '0'
        when 'C' then (try_cast(l.amount as decimal(18, 2)) - try_cast(l.payments as decimal(18, 2)) * l.months_paid)::varchar
        end as outstanding_balance,
    a.frequency as statement_frequency,
    'loan.asc' as source_file, l.source_line
from dated l
left join account a using (account_id)
left join disp d on d.account_id = l.account_id and d.type = 'OWNER'
