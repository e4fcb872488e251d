-- A row for each loan on each of @days, ends of months, on which it was on the book, open and not in default, with what was known of it by then and nothing
-- later; it is bad if it is in default by the day of the same place in @untils, null where that is not known yet, and worst_later is the
-- most days that it is late at a month's end by then. @share double: the share of the loans read, the same ones each time. Pages begin after @after_customer, @after_loan; @take is null for all. Money of the months is in ten-thousandths.
select f.customer_id, f.loan_id, (d.n - 1)::int as day_no,
    case when d.until is not null then coalesce(f.default_on <= d.until, false) end as bad,
    coalesce(l.worst, 0) as worst_later,
    h.balance[d.k] * 0.0001::double precision as exposure,
--> RiskTerms
    ,
    (h.first_age + d.k - 1)::double precision as months_on_book, (f.term_months - (h.first_age + d.k - 1))::double precision as months_left,
    h.days_past_due[d.k]::double precision as days_past_due,
    (h.days_past_due[d.k] - coalesce(h.days_past_due[d.k - 3], 0))::double precision as days_past_due_change,
    w.worst::double precision as worst_days_past_due, w.months_late::double precision as months_late,
    w.since_late::double precision as months_since_late,
    (h.arrears[d.k] * 0.0001 / nullif(f.plan_instalment, 0))::double precision as arrears_instalments,
    (p.paid / nullif(p.due, 0))::double precision as paid_share, (h.balance[d.k] * 0.0001 / f.principal)::double precision as balance_share,
    o.loans::double precision as other_loans, o.defaulted::double precision as other_loans_defaulted,
    o.days_past_due::double precision as other_days_past_due
from (
    -- The page first: what follows costs a good deal for each row.
    select f.customer_id, f.loan_id, d.day, d.until, d.n, k.k
    from loan_facts f
    join loan_month_arrays h on h.customer_id = f.customer_id and h.loan_id = f.loan_id
    cross join unnest(@days::date[], @untils::date[]) with ordinality as d (day, until, n)
    cross join lateral (
        select extract(year from d.day)::int * 12 + extract(month from d.day)::int - h.first_month_no as k offset 0
    ) k
    where h.month_end[k.k] = d.day and h.state[k.k] between 1 and 8 and (f.default_on is null or f.default_on > d.day) and f.principal > 0
    and (@share::double precision >= 1 or ('x' || left(md5(f.loan_id), 8))::bit(32)::bigint < @share * 4294967296)
    -- Not as a comparison of rows: the index would go through all that follows for each loan.
    and (@after_customer::text is null or f.customer_id > @after_customer or f.customer_id = @after_customer and f.loan_id > @after_loan)
    order by f.customer_id, f.loan_id, d.n
    limit @take
) d
join loan_facts f on f.customer_id = d.customer_id and f.loan_id = d.loan_id
join loan_month_arrays h on h.customer_id = d.customer_id and h.loan_id = d.loan_id
cross join lateral (
    select max(m.days) filter (where m.place > d.k - 12) as worst, count(*) filter (where m.days > 0 and m.place > d.k - 12) as months_late,
        d.k - max(m.place) filter (where m.days > 0) as since_late
    from generate_series(greatest(1, d.k - 23), d.k) as i (place)
    cross join lateral (select i.place, h.days_past_due[i.place] as days) m
) w
cross join lateral (
    select sum(h.paid[i]) as paid, sum(h.due[i]) as due from generate_series(greatest(1, d.k - 2), d.k) as i
) p
cross join lateral (
    select max(x) as worst
    from unnest(h.days_past_due[d.k + 1 : d.k + (extract(year from d.until)::int - extract(year from d.day)::int) * 12
        + extract(month from d.until)::int - extract(month from d.day)::int]) x
) l
left join lateral (
    select count(*) as loans, count(*) filter (where b.default_on <= d.day) as defaulted,
        max(a.days_past_due[extract(year from d.day)::int * 12 + extract(month from d.day)::int - a.first_month_no])
            filter (where b.default_on is null or b.default_on > d.day) as days_past_due
    from loan_facts b
    left join loan_month_arrays a on a.customer_id = b.customer_id and a.loan_id = b.loan_id
    where b.customer_id = f.customer_id and b.loan_id <> f.loan_id and b.start_date <= d.day
) o on true
order by d.customer_id, d.loan_id, d.n
