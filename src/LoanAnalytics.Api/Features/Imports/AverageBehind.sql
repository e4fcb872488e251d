-- How many instalments behind their plan the defaulted loans of the book are on average, and the others, of those that have a plan.
select count(*) filter (where is_defaulted) as defaulted, (avg(instalments_behind) filter (where is_defaulted))::double precision,
    count(*) filter (where not is_defaulted) as others, (avg(instalments_behind) filter (where not is_defaulted))::double precision
from loan_facts
where instalments_behind is not null
