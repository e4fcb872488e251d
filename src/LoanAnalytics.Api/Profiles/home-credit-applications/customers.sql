-- Days are negative, counted back from the application; 365243 means that there is no employment. The income is given by the month.
select
    SK_ID_CURR as customer_id,
    (date '2018-01-01' + try_cast(DAYS_BIRTH as integer))::varchar as birth_date,
    case CODE_GENDER when 'F' then 'female' when 'M' then 'male' end as gender,
    (12 * try_cast(AMT_INCOME_TOTAL as decimal(18, 4)))::varchar as annual_income,
    NAME_INCOME_TYPE as employment_status,
    NAME_EDUCATION_TYPE as education, NAME_FAMILY_STATUS as family_status, REGION_RATING_CLIENT as home_region_rating,
    (-nullif(try_cast(DAYS_EMPLOYED as integer), 365243))::varchar as days_employed,
    nullif(EXT_SOURCE_1, '') as external_score_1, nullif(EXT_SOURCE_2, '') as external_score_2, nullif(EXT_SOURCE_3, '') as external_score_3,
    'application.csv' as source_file, source_line
from application
