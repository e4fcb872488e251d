import { useId } from "react";
import { Facts } from "../../components/facts";
import { Meaning } from "../../components/meaning";
import type { Schemas } from "../../lib/api";
import { asCount, asMoment, asNumber } from "../../lib/format";
import { featuresOf } from "./segmentations-data";
import { useSegments } from "./use-segments";

/** A segmentation's inputs, which give the same segments again. */
export function MadeFrom({ segmentation }: { segmentation: Schemas["SegmentationStatus"] }) {
  const heading = useId();
  const now = useSegments(segmentation.segmentationId).query.data?.meta.dataVersion;
  return (
    <section className="card span-6" aria-labelledby={heading}>
      <header>
        <h2 id={heading}>What were they made from?</h2>
        <Meaning of={["segments", "inertia"]} title="What were they made from?" />
      </header>
      {now !== undefined && now !== segmentation.dataVersion && (
        <p className="warning">
          The book is at version {now} now. Who is new is in the segment whose centre is nearest; the profiles
          are those of version {segmentation.dataVersion}. Make the segments anew to bring them up to date.
        </p>
      )}
      <Facts
        facts={[
          ["Made", asMoment(segmentation.createdAt)],
          ["Data version", segmentation.dataVersion],
          ["Borrowers", asCount(segmentation.customers)],
          ["Left out, a number unknown", asCount(segmentation.excluded)],
          ["Segments (k)", asCount(segmentation.k)],
          ["Seed", segmentation.seed],
          ["Starts", asCount(segmentation.restarts)],
          ["Spread within segments (inertia)", asNumber(segmentation.inertia)],
          ["Told apart by", featuresOf(segmentation)],
        ]}
      />
      <footer>
        <p>The same inputs on the same data version give the same segments.</p>
      </footer>
    </section>
  );
}
