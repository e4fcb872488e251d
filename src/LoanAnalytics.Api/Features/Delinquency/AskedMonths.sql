-- The months and facts of the chosen loans that have months from that of @first_month to that of @last_month: most that a book holds had ended before, or had
-- not begun.
--> PairedMonths
    where f.start_date < (date_trunc('month', @last_month::date::timestamp) + interval '1 month')::date
        and f.history_until >= date_trunc('month', @first_month::date::timestamp)::date
