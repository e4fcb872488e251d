-- Loans with instalments only: many dates of the other applications are copies of the row above. 365243 means that there is no date, and a
-- term of 0 that there is no term. Nothing says what was paid or is owed beyond the instalments, nor that a loan defaulted.
select
    SK_ID_PREV as loan_id, SK_ID_CURR as customer_id,
    AMT_CREDIT as principal, nullif(CNT_PAYMENT, '0') as term_months,
    (date '2018-01-01' + try_cast(DAYS_DECISION as integer))::varchar as start_date,
    (date '2018-01-01' + nullif(ends, 365243))::varchar as end_date,
    case when ends < 0 then 'fully_paid' when ends is not null then 'active' end as status,
    NAME_CONTRACT_STATUS as source_status, NAME_CONTRACT_TYPE as contract_type,
    'previous_application.csv' as source_file, source_line
from (select *, try_cast(DAYS_TERMINATION as integer) as ends from previous_application)
where SK_ID_PREV in (select SK_ID_PREV from installments_payments)
