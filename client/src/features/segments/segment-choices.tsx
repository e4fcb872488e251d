import { useId } from "react";
import { Meaning } from "../../components/meaning";
import { type Column, DataTable } from "../../components/table";
import type { Schemas } from "../../lib/api";
import { asCount, asNumber } from "../../lib/format";

/** How each number of segments that was tried fits, and which is suggested. */
export function SegmentChoices({ segmentation }: { segmentation: Schemas["SegmentationStatus"] }) {
  const heading = useId();
  const { choices, k } = segmentation;
  if (!choices) return null;
  const only = choices.tried.length === 1;
  return (
    <section className="card span-6" aria-labelledby={heading}>
      <header>
        <h2 id={heading}>How many segments fit?</h2>
        <Meaning of={["inertia", "separation", "silhouette", "stability"]} title="How many segments fit?" />
      </header>
      <DataTable
        label="Numbers of segments"
        rows={choices.tried}
        columns={columns}
        keyOf={(t) => `${t.k}`}
        isChosen={(t) => t.k === k}
      />
      <footer>
        <p>
          {only
            ? `${k} were asked for. Leave the number open to compare several.`
            : `${k} are suggested: the best places by separation, silhouette and stability together.`}{" "}
          Judged on {asCount(choices.customers)} customers.
        </p>
      </footer>
    </section>
  );
}

const columns: Column<Schemas["TriedK"]>[] = [
  { id: "k", head: "Segments", value: (t) => t.k, cell: (t) => (t.suggested ? `${t.k} ✓` : t.k) },
  { id: "inertia", head: "Spread within", value: (t) => t.inertia, cell: (t) => asNumber(t.inertia) },
  {
    id: "separation",
    head: "Separation",
    value: (t) => t.separation,
    cell: (t) => (t.separation == null ? "–" : asNumber(t.separation)),
  },
  {
    id: "silhouette",
    head: "Silhouette",
    value: (t) => t.silhouette,
    cell: (t) => (t.silhouette == null ? "–" : asNumber(t.silhouette)),
  },
  { id: "stability", head: "Stability", value: (t) => t.stability, cell: (t) => asNumber(t.stability) },
];
