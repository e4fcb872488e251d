-- The loans of each value of each list filter under all the other filters: a loan counts in a facet if no filter but the facet's own
-- refuses it. The lists of LoanFilter are empty here, so it applies the bounds alone; the lists wanted are @in_..., null = any.
with book as (
    select array(select a ->> 'name' from jsonb_array_elements(v.attributes) a where a ->> 'type' = 'category') as attributes
    from data_versions v
    order by v.version desc
    limit 1
),
judged as (
    select f.*, book.attributes as own, array_remove(array[
        case when region <> all (@in_region::text[]) then 'region' end,
        case when branch_id <> all (@in_branch_id::text[]) then 'branchId' end,
        case when city <> all (@in_city::text[]) then 'city' end,
        case when product <> all (@in_product::text[]) then 'product' end,
        case when status <> all (@in_status::text[]) then 'status' end,
        case when age_band <> all (@in_age_band::text[]) then 'ageBand' end,
        case when gender <> all (@in_gender::text[]) then 'gender' end,
        case when employment <> all (@in_employment::text[]) then 'employment' end,
        case when income_band <> all (@in_income_band::text[]) then 'incomeBand' end,
        case when amount_band <> all (@in_amount_band::text[]) then 'amountBand' end,
        case when rate_band <> all (@in_rate_band::text[]) then 'rateBand' end,
        case when term <> all (@in_term::text[]) then 'term' end,
        case when start_year <> all (@in_start_year::text[]) then 'startYear' end,
        case when start_quarter <> all (@in_start_quarter::text[]) then 'startQuarter' end,
        case when start_month <> all (@in_start_month::text[]) then 'startMonth' end
    ], null) || array(
        select 'attribute:' || wanted.name
        from unnest(@in_attribute_names::text[], @in_attribute_values::text[]) as wanted (name, value)
        group by wanted.name
        having not bool_or(coalesce(loan_attributes ->> wanted.name, customer_attributes ->> wanted.name, 'unknown') = wanted.value)
    ) as refused_by
    from loan_facts f cross join book
    where
--> LoanFilter
),
counted as (
    select c.filter, c.value, count(*) as loans
    from judged j
    cross join lateral (
        values
            ('region', j.region), ('branchId', j.branch_id), ('city', j.city), ('product', j.product), ('status', j.status),
            ('ageBand', j.age_band), ('gender', j.gender), ('employment', j.employment), ('incomeBand', j.income_band),
            ('amountBand', j.amount_band), ('rateBand', j.rate_band), ('term', j.term), ('startYear', j.start_year)
        union all
        select 'attribute:' || a.name, coalesce(j.loan_attributes ->> a.name, j.customer_attributes ->> a.name, 'unknown')
        from unnest(j.own) as a (name)
    ) c (filter, value)
    where cardinality(j.refused_by) = 0 or j.refused_by = array[c.filter]
    group by c.filter, c.value
)
select c.filter, c.value, b.name as label, c.loans
from counted c
left join branches b on c.filter = 'branchId' and b.branch_id = c.value
