-- The segmentation and the model of the chance of default that are published stay so in a new version.
update data_versions n
set segmentation_id = b.segmentation_id, segments_revision = b.segments_revision, risk_model_id = b.risk_model_id,
    risk_algorithm = b.risk_algorithm, risk_revision = b.risk_revision, watch_revision = b.watch_revision
from data_versions b
where n.version = (select max(version) from data_versions)
    and b.version = (select max(version) from data_versions where version < n.version)
    and n.segmentation_id is null and n.segments_revision = 0
    and n.risk_model_id is null and n.risk_revision = 0 and n.watch_revision = 0
