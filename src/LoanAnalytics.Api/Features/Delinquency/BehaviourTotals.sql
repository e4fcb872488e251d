-- The same as GetPaymentBehaviour for all loans without groups, as added up at the publish.
select * from behaviour_totals
