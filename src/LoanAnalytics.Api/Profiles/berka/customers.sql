-- birth_number is YYMMDD, with 50 added to the month of women; years are always 19YY.
select
    client_id as customer_id,
    concat('19', birth_number[1:2], '-', lpad((month % 50)::varchar, 2, '0'), '-', birth_number[5:6]) as birth_date,
    case when month > 50 then 'female' else 'male' end as gender,
    'client.asc' as source_file, source_line
from (select *, try_cast(birth_number[3:4] as integer) as month from client)
