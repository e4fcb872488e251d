-- The segmentation that is published stays so in a new version.
update data_versions n
set segmentation_id = b.segmentation_id, segments_revision = b.segments_revision
from data_versions b
where n.version = (select max(version) from data_versions)
    and b.version = (select max(version) from data_versions where version < n.version)
    and n.segmentation_id is null and n.segments_revision = 0
