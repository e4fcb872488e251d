-- What fell due and what came in, by month and age. What loans that ended in a month left unpaid leaves the arrears with them.
select month_end, months_on_book, trim_scale(coalesce(sum(due), 0) * 0.0001) as due,
    trim_scale(coalesce(sum(arrears_before), 0) * 0.0001) as arrears_before, trim_scale(coalesce(sum(on_time), 0) * 0.0001) as on_time,
    trim_scale(coalesce(sum(due_collected), 0) * 0.0001) as due_collected,
    trim_scale(coalesce(sum(arrears_collected), 0) * 0.0001) as arrears_collected, trim_scale(coalesce(sum(paid), 0) * 0.0001) as paid,
    trim_scale(coalesce(sum(paid_ahead), 0) * 0.0001) as paid_ahead, trim_scale(coalesce(sum(waived), 0) * 0.0001) as waived,
    trim_scale(coalesce(sum(arrears_before + due - due_collected - arrears_collected - waived)
        filter (where state in ('paid', 'written_off')), 0) * 0.0001) as left_unpaid
from months
group by month_end, months_on_book
