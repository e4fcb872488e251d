-- A payment stands on the row of each version of the instalment that it was made for: equal rows of one instalment are one payment.
select
    SK_ID_PREV as loan_id,
    (date '2018-01-01' + try_cast(DAYS_ENTRY_PAYMENT as integer))::varchar as paid_on,
    AMT_PAYMENT as amount,
    'installments_payments.csv' as source_file, min(source_line) as source_line
from installments_payments
group by SK_ID_PREV, NUM_INSTALMENT_NUMBER, DAYS_ENTRY_PAYMENT, AMT_PAYMENT
