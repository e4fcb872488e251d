-- Customers with running loans by gender and by age band, and how many of them are on the watch list of @capacity customers today.
--> RankedCustomers
select g.by, g.word as "group", count(*) as customers, count(*) filter (where c.place <= @capacity) as listed
from (
    select l.customer_id, min(l.gender) as gender, min(l.age_band) as age_band, min(r.place) as place
    from loans l left join ranked r using (customer_id)
    group by l.customer_id
) c
cross join lateral (values ('gender', c.gender), ('ageBand', c.age_band)) as g (by, word)
group by g.by, g.word
