-- An instalment as SettledLoan reads it, in 8 bytes: the day on which it fell due, how long that was put off, the day on which it was settled, all ones
-- where it is open. Days are counted from 0001-01-01.
int8send((falls - '0001-01-01'::date)::bigint * 4294967296 + (falls - contract)::bigint * 16777216 + coalesce(settled_on - '0001-01-01'::date, 16777215))
