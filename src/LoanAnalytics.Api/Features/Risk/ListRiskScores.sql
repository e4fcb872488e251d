-- The running loans that the published model scores, with the reasons, from a place in an order on. /*order*/ and /*after*/ are made of the closed list
-- of columns; the order ends in the key. @take is null for the whole list.
select s.customer_id, s.loan_id, s.probability, s.score, f.risk_band, trim_scale(f.gross_balance) as exposure, f.days_past_due, f.product, f.branch_id,
    s.reasons, s.points
from risk_scores s
join (
    select * from loan_facts where
--> LoanFilter
) f on f.customer_id = s.customer_id and f.loan_id = s.loan_id
where /*after*/
order by /*order*/
limit @take
