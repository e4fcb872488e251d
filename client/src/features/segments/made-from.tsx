import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { Facts } from "../../components/facts";
import { Meaning } from "../../components/meaning";
import type { Schemas } from "../../lib/api";
import { useFilters } from "../../lib/filters";
import { asCount, asMoment, asNumber } from "../../lib/format";
import { segments } from "./get-segments";
import { featuresOf } from "./segmentations-data";

/** A segmentation's inputs, which give the same segments again. */
export function MadeFrom({ segmentation }: { segmentation: Schemas["SegmentationStatus"] }) {
  const heading = useId();
  const { definition } = useFilters();
  const { data } = useQuery(segments(segmentation.segmentationId, definition));
  const now = data?.meta.dataVersion;
  return (
    <section className="card span-6" aria-labelledby={heading}>
      <header>
        <h2 id={heading}>What were they made from?</h2>
        <Meaning of={["segments", "inertia"]} title="What were they made from?" />
      </header>
      {now !== undefined && now !== segmentation.dataVersion && (
        <p className="warning">
          The book is at version {now} now: members and their figures may no longer fit. Make the segments
          anew.
        </p>
      )}
      <Facts
        facts={[
          ["Made", asMoment(segmentation.createdAt)],
          ["Data version", segmentation.dataVersion],
          ["Borrowers", asCount(segmentation.customers)],
          ["Left out, age or income unknown", asCount(segmentation.excluded)],
          ["Segments (k)", asCount(segmentation.k)],
          ["Seed", segmentation.seed],
          ["Starts", asCount(segmentation.restarts)],
          ["Spread within segments (inertia)", asNumber(segmentation.inertia)],
          ["Told apart by", featuresOf(segmentation).join(", ")],
        ]}
      />
      <footer>
        <p>The same inputs on the same data version give the same segments.</p>
      </footer>
    </section>
  );
}
