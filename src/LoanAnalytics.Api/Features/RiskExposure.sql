-- What could be lost of the loan f: what it owes, and its principal where no balance is known.
coalesce(f.gross_balance, greatest(0, f.outstanding_balance), f.principal)
