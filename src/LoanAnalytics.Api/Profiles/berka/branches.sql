select A1 as branch_id, A2 as name, A2 as city, A3 as region, 'district.asc' as source_file, source_line
from district
