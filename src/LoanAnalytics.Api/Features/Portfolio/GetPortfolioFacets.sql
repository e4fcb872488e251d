-- The loans of each value of each list filter under all the other filters: a loan counts in a facet if no filter but the facet's own
-- refuses it. The lists of LoanFilter are empty here, so it applies the bounds alone; the lists wanted are @in_..., null = any.
-- Loans are counted by a few columns at a time and only these counts are spread over the facets: four times as fast as spreading loans.
with book as (
    select array(select a ->> 'name' from jsonb_array_elements(v.attributes) a where a ->> 'type' = 'category') as attributes
    from data_versions v
    order by v.version desc
    limit 1
),
judged as not materialized (
    select f.*, array_remove(array[
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
        case when start_month <> all (@in_start_month::text[]) then 'startMonth' end,
        case when delinquency_bucket <> all (@in_delinquency_bucket::text[]) then 'delinquencyBucket' end,
        case when plan_band <> all (@in_plan_band::text[]) then 'planBand' end,
        case when past_maturity <> all (@in_past_maturity::text[]) then 'pastMaturity' end,
        case when other_loan_defaulted <> all (@in_other_loan_defaulted::text[]) then 'otherLoanDefaulted' end,
        case when loan_to_income_band <> all (@in_loan_to_income_band::text[]) then 'loanToIncomeBand' end,
        case when instalments_to_income_band <> all (@in_instalments_to_income_band::text[]) then 'instalmentsToIncomeBand' end,
        case when segment <> all (@in_segment::text[]) then 'segment' end,
        case when risk_band <> all (@in_risk_band::text[]) then 'riskBand' end,
        case when punctuality <> all (@in_punctuality::text[]) then 'punctuality' end
    ], null) || case when cardinality(@in_attribute_names::text[]) = 0 then '{}' else array(
        select 'attribute:' || wanted.name
        from unnest(@in_attribute_names::text[], @in_attribute_values::text[]) as wanted (name, value)
        group by wanted.name
        having not bool_or(coalesce(loan_attributes ->> wanted.name, customer_attributes ->> wanted.name, 'unknown') = wanted.value)
    ) end as refused_by
    from loan_facts f
    where
--> LoanFilter
),
places as (
    select region, branch_id, city, refused_by[1] as refused, count(*) as loans
    from judged where cardinality(refused_by) <= 1
    group by region, branch_id, city, refused_by[1]
),
people as (
    select status, age_band, gender, employment, segment, refused_by[1] as refused, count(*) as loans
    from judged where cardinality(refused_by) <= 1
    group by status, age_band, gender, employment, segment, refused_by[1]
),
sizes as (
    select income_band, amount_band, rate_band, refused_by[1] as refused, count(*) as loans
    from judged where cardinality(refused_by) <= 1
    group by income_band, amount_band, rate_band, refused_by[1]
),
terms as (
    select product, term, start_year, risk_band, refused_by[1] as refused, count(*) as loans
    from judged where cardinality(refused_by) <= 1
    group by product, term, start_year, risk_band, refused_by[1]
),
payments as (
    select delinquency_bucket, punctuality, refused_by[1] as refused, count(*) as loans
    from judged where cardinality(refused_by) <= 1
    group by delinquency_bucket, punctuality, refused_by[1]
),
plans as (
    select plan_band, past_maturity, other_loan_defaulted, loan_to_income_band, instalments_to_income_band, refused_by[1] as refused,
        count(*) as loans
    from judged where cardinality(refused_by) <= 1
    group by plan_band, past_maturity, other_loan_defaulted, loan_to_income_band, instalments_to_income_band, refused_by[1]
),
own as (
    select 'attribute:' || a.name as filter,
        coalesce(j.loan_attributes ->> a.name, j.customer_attributes ->> a.name, 'unknown') as value,
        j.refused_by[1] as refused, count(*) as loans
    from book cross join unnest(book.attributes) as a (name) cross join judged j
    where cardinality(j.refused_by) <= 1
    group by 1, 2, 3
),
counted as (
    select f.filter, f.value, refused, loans
    from places cross join lateral (values ('region', region), ('branchId', branch_id), ('city', city)) f (filter, value)
    union all
    select f.filter, f.value, refused, loans
    from people
    cross join lateral (
        values ('status', status), ('ageBand', age_band), ('gender', gender), ('employment', employment), ('segment', segment)
    ) f (filter, value)
    union all
    select f.filter, f.value, refused, loans
    from sizes
    cross join lateral (values ('incomeBand', income_band), ('amountBand', amount_band), ('rateBand', rate_band)) f (filter, value)
    union all
    select f.filter, f.value, refused, loans
    from terms
    cross join lateral (
        values ('product', product), ('term', term), ('startYear', start_year), ('riskBand', risk_band)
    ) f (filter, value)
    union all
    select f.filter, f.value, refused, loans
    from payments
    cross join lateral (values ('delinquencyBucket', delinquency_bucket), ('punctuality', punctuality)) f (filter, value)
    union all
    select f.filter, f.value, refused, loans
    from plans
    cross join lateral (values ('planBand', plan_band), ('pastMaturity', past_maturity), ('otherLoanDefaulted', other_loan_defaulted),
        ('loanToIncomeBand', loan_to_income_band), ('instalmentsToIncomeBand', instalments_to_income_band)) f (filter, value)
    union all
    select filter, value, refused, loans from own
)
select c.filter, c.value, max(coalesce(b.name, s.segment || '. ' || s.name)) as label, sum(c.loans)::bigint as loans
from counted c
left join branches b on c.filter = 'branchId' and b.branch_id = c.value
left join segments s on c.filter = 'segment' and s.segment::text = c.value
    and s.segmentation_id = (select segmentation_id from data_versions order by version desc limit 1)
where c.refused is null or c.refused = c.filter
group by c.filter, c.value
