import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { toBars } from "../../components/breakdown-data";
import { Card } from "../../components/card";
import { IntervalBars } from "../../components/charts/interval-bars";
import { GroupTable } from "../../components/group-table";
import { useFilters, useParameter } from "../../lib/filters";
import { segments, segmentsCsv } from "./get-segments";
import { toGroups } from "./segments-data";

const title = "Which segments default?";

export function SegmentRisk({ segmentation }: { segmentation: string }) {
  const { definition } = useFilters();
  const [, setSegment] = useParameter("segment");
  const query = useQuery(segments(segmentation, definition));
  const shown = query.data?.meta.definition ?? definition;
  const groups = useMemo(() => toGroups(query.data?.data ?? []), [query.data]);
  const bars = useMemo(() => toBars(groups, shown), [groups, shown]);
  return (
    <Card
      title={title}
      query={query}
      loans={false}
      meaning={[`default.${definition}`, "default.low, default.high"]}
      note={() => "Where intervals overlap widely, the segments may differ by chance alone."}
      csv={{ name: "segments", ask: () => segmentsCsv(segmentation, definition) }}
      isEmpty={({ data }) => data.length === 0}
      empty={<p className="nothing">There is nothing to compare.</p>}
      table={() => <GroupTable what="Segment" groups={groups} definition={shown} onSelect={setSegment} />}
    >
      {() => <IntervalBars label={title} bars={bars} onSelect={setSegment} />}
    </Card>
  );
}
