-- The file is a join of instalments and payments: an instalment stands on the row of each payment, and in parts under several versions of
-- the schedule. Versions add up, rows of one version are one.
select
    SK_ID_PREV as loan_id, NUM_INSTALMENT_NUMBER as seq,
    (date '2018-01-01' + try_cast(any_value(DAYS_INSTALMENT) as integer))::varchar as due_date,
    sum(try_cast(due as decimal(18, 4)))::varchar as amount_due,
    'installments_payments.csv' as source_file, min(source_line) as source_line
from (
    select SK_ID_PREV, NUM_INSTALMENT_NUMBER, any_value(DAYS_INSTALMENT) as DAYS_INSTALMENT, any_value(AMT_INSTALMENT) as due,
        min(source_line) as source_line
    from installments_payments
    group by SK_ID_PREV, NUM_INSTALMENT_NUMBER, NUM_INSTALMENT_VERSION
)
group by SK_ID_PREV, NUM_INSTALMENT_NUMBER
