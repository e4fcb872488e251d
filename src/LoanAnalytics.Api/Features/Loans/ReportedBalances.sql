-- The balances of a loan as the published versions had them; of several versions of one day the last counts.
select distinct on (v.as_of) v.as_of as "on", trim_scale(s.balance) as balance
from loan_snapshots s
join data_versions v on v.version = s.version
where s.customer_id = @customer_id and s.loan_id = @loan_id and v.as_of >= @start_date
order by v.as_of, v.version desc
