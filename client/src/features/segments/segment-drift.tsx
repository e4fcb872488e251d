import { useId } from "react";
import { Meaning } from "../../components/meaning";
import { type Column, DataTable } from "../../components/table";
import type { Schemas } from "../../lib/api";
import { asCount, asNumber } from "../../lib/format";
import { driftReading } from "./segmentations-data";
import { titleOf } from "./segments-data";
import { useSegments } from "./use-segments";

type Drift = Schemas["SegmentationDrift"];

/** What a retraining changed against the segments that were published then. */
export function SegmentDrift({ segmentation }: { segmentation: Schemas["SegmentationStatus"] }) {
  const heading = useId();
  const rows = useSegments(segmentation.segmentationId).query.data?.data.rows ?? [];
  const drift = segmentation.drift;
  if (!drift) return null;
  const nameOf = (id: number | null | undefined) => {
    const of = rows.find((s) => s.id === id);
    return id == null ? "none" : of ? titleOf(of) : `${id}`;
  };
  return (
    <section className="card span-12" aria-labelledby={heading}>
      <header>
        <h2 id={heading}>What changed against the segments published before?</h2>
        <Meaning of={["segmentDrift"]} title="What changed against the segments published before?" />
      </header>
      <p className="reading">{driftReading(drift)}</p>
      <div className="columns">
        <div>
          <h3>Sizes and centres</h3>
          <DataTable
            label="Sizes and centres before and now"
            rows={drift.segments}
            columns={shifts(nameOf)}
            keyOf={(s) => `${s.id}`}
          />
        </div>
        <div>
          <h3>Who moved where</h3>
          <DataTable
            label="Customers by segment before and now"
            rows={drift.moves}
            columns={moves(nameOf)}
            keyOf={(m) => `${m.from}-${m.to}`}
          />
        </div>
      </div>
      <footer>
        <p>The list of members says of each customer which segment was the one before.</p>
      </footer>
    </section>
  );
}

type Name = (id: number | null | undefined) => string;

const shifts = (nameOf: Name): Column<Drift["segments"][number]>[] => [
  { id: "segment", head: "Segment", isText: true, value: (s) => s.id, cell: (s) => nameOf(s.id) },
  {
    id: "before",
    head: "Before",
    value: (s) => s.sizeBefore,
    cell: (s) => (s.sizeBefore == null ? "new" : asCount(s.sizeBefore)),
  },
  {
    id: "now",
    head: "Now",
    value: (s) => s.sizeNow,
    cell: (s) => (s.sizeNow == null ? "gone" : asCount(s.sizeNow)),
  },
  {
    id: "shift",
    head: "Centre moved by",
    value: (s) => s.shift,
    cell: (s) => (s.shift == null ? "–" : asNumber(s.shift)),
  },
];

const moves = (nameOf: Name): Column<Drift["moves"][number]>[] => [
  { id: "from", head: "Before", isText: true, value: (m) => m.from, cell: (m) => nameOf(m.from) },
  { id: "to", head: "Now", isText: true, value: (m) => m.to, cell: (m) => nameOf(m.to) },
  { id: "customers", head: "Customers", value: (m) => m.customers, cell: (m) => asCount(m.customers) },
];
