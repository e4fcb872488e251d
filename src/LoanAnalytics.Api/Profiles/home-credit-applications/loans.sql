-- One loan for each application. Nothing says what was paid or is owed, for how long and at which rate; all that is known of the end is a flag.
select
    SK_ID_CURR as loan_id, SK_ID_CURR as customer_id, AMT_CREDIT as principal, '2018-01-01' as start_date,
    case DEFAULTED when '1' then 'defaulted' when '0' then 'active' end as status,
    DEFAULTED as source_status, NAME_CONTRACT_TYPE as contract_type, AMT_ANNUITY as annuity,
    'application.csv' as source_file, source_line
from application
