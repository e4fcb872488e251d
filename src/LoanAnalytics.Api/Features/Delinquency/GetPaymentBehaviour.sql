--> PaymentBehaviourSums
--> PaidLoans
where
--> LoanFilter
group by 1
