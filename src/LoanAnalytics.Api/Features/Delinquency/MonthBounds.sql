-- The months from that of @first_month to that of @last_month, as year * 12 + month.
    select extract(year from @first_month::date)::int * 12 + extract(month from @first_month::date)::int as first_no,
        extract(year from @last_month::date)::int * 12 + extract(month from @last_month::date)::int as last_no
