import { useMemo } from "react";
import { toBars, verdict } from "../../components/breakdown-data";
import { Card } from "../../components/card";
import { IntervalBars } from "../../components/charts/interval-bars";
import { GroupTable } from "../../components/group-table";
import type { Schemas } from "../../lib/api";
import { useFilters } from "../../lib/filters";
import { segmentsCsv } from "./get-segments";
import { toGroups } from "./segments-data";
import { useSegments } from "./use-segments";

const title = "Which segments default?";

/** Default by segment on one axis, with intervals; a bar adds the segment's filter. */
export function SegmentRisk({ segmentation }: { segmentation: Schemas["SegmentationStatus"] }) {
  const { filters, definition, toggle } = useFilters();
  const { question, query } = useSegments(segmentation.segmentationId);
  const shown = query.data?.meta.definition ?? definition;
  const groups = useMemo(
    () => toGroups(query.data?.data.rows ?? [], filters.segment),
    [query.data, filters.segment],
  );
  const bars = useMemo(() => toBars(groups, shown), [groups, shown]);
  const select = useMemo(
    () => (segmentation.isPublished ? (key: string) => toggle("segment", key) : undefined),
    [segmentation.isPublished, toggle],
  );
  return (
    <Card
      title={title}
      query={query}
      loans={segmentation.isPublished}
      meaning={[`default.${definition}`, "default.low, default.high", "heterogeneity"]}
      note={({ data }) => verdict(data.heterogeneity, shown)}
      csv={{ name: "segments", ask: () => segmentsCsv(question) }}
      isEmpty={({ data }) => data.rows.every((s) => s.measures.loans === 0)}
      table={() => <GroupTable what="Segment" groups={groups} definition={shown} onSelect={select} />}
    >
      {() => <IntervalBars label={title} bars={bars} onSelect={select} />}
    </Card>
  );
}
