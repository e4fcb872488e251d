import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
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
      <dl className="facts">
        <Fact name="Made" value={asMoment(segmentation.createdAt)} />
        <Fact name="Data version" value={String(segmentation.dataVersion)} />
        <Fact name="Borrowers" value={asCount(segmentation.customers)} />
        <Fact name="Left out, age or income unknown" value={asCount(segmentation.excluded)} />
        <Fact name="Segments (k)" value={asCount(segmentation.k)} />
        <Fact name="Seed" value={String(segmentation.seed)} />
        <Fact name="Starts" value={asCount(segmentation.restarts)} />
        <Fact name="Spread within segments (inertia)" value={asNumber(segmentation.inertia)} />
        <Fact name="Told apart by" value={featuresOf(segmentation).join(", ")} />
      </dl>
      <footer>
        <p>The same inputs on the same data version give the same segments.</p>
      </footer>
    </section>
  );
}

const Fact = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);
