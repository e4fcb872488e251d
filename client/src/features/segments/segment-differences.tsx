import { Card } from "../../components/card";
import { ShareBar } from "../../components/share-bar";
import { type Column, DataTable } from "../../components/table";
import type { Schemas } from "../../lib/api";
import { differencesReading, effectOf, testOf } from "./segments-data";
import { useSegments } from "./use-segments";

/** How far the segments differ in each feature, and whether that is more than chance. */
export function SegmentDifferences({ segmentation }: { segmentation: Schemas["SegmentationStatus"] }) {
  const { query } = useSegments(segmentation.segmentationId);
  return (
    <Card
      title="In what do the segments differ?"
      query={query}
      loans={false}
      meaning={["segmentDifferences"]}
      note={({ data }) => differencesReading(data.differences)}
    >
      {({ data }) => (
        <DataTable
          label="Differences between segments"
          rows={data.differences}
          columns={columns}
          keyOf={(d) => d.feature}
        />
      )}
    </Card>
  );
}

const columns: Column<Schemas["FeatureDifference"]>[] = [
  { id: "feature", head: "Feature", isText: true, value: (d) => d.label, cell: (d) => d.label },
  { id: "effect", head: "Effect", value: (d) => d.effect, cell: effectOf },
  { id: "test", head: "Beyond chance", isText: true, value: (d) => d.pValue, cell: testOf },
  { id: "bar", head: "effect as a bar", isDecoration: true, cell: (d) => <ShareBar share={d.effect} /> },
];
