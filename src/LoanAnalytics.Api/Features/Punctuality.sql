-- How punctually a loan was paid over the instalments fallen due: without one late, at most half of them late, or more.
case when instalments_due is null then 'unknown' when instalments_due = 0 then 'nothing due' when instalments_late = 0 then 'punctual'
    when 2 * instalments_late <= instalments_due then 'sometimes late' else 'mostly late' end
