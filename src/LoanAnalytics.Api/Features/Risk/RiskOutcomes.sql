-- What there is to learn from: loans by how they ended, those in default by a date, and the loans with a repayment history.
select count(*) filter (where is_defaulted) as defaulted, count(*) filter (where status = 'fully_paid') as fully_paid,
    count(*) filter (where is_disbursed and status in ('approved', 'active')) as open, count(default_on) as dated_defaults,
    count(*) filter (where has_history) as months
from loan_facts
