import { useId, useMemo } from "react";
import { Link } from "react-router";
import { type Column, DataTable } from "../../components/table";
import type { Schemas } from "../../lib/api";
import { useFilters } from "../../lib/filters";
import { asCount, asMoment, asNumber } from "../../lib/format";
import { featuresOf } from "./segmentations-data";

type Props = { all: Schemas["SegmentationStatus"][]; shown: string | undefined };

/** Every segmentation made, newest first, each a link to its page. */
export function EarlierSegmentations({ all, shown }: Props) {
  const heading = useId();
  const { query } = useFilters();
  const columns = useMemo(() => columnsOf(query), [query]);
  return (
    <section className="card span-6" aria-labelledby={heading}>
      <header>
        <h2 id={heading}>Which segmentations were made?</h2>
      </header>
      <DataTable
        label="Segmentations"
        rows={all}
        columns={columns}
        keyOf={(s) => s.segmentationId}
        isChosen={(s) => s.segmentationId === shown}
      />
    </section>
  );
}

const columnsOf = (query: string): Column<Schemas["SegmentationStatus"]>[] => [
  {
    id: "made",
    head: "Made",
    isText: true,
    value: (s) => s.createdAt,
    cell: (s) => (
      <Link to={{ search: `${query}${query && "&"}segmentation=${s.segmentationId}` }}>
        {asMoment(s.createdAt)}
      </Link>
    ),
  },
  { id: "features", head: "By", isText: true, cell: featuresOf },
  { id: "k", head: "k", value: (s) => s.k, cell: (s) => s.k ?? "–" },
  { id: "seed", head: "Seed", value: (s) => s.seed, cell: (s) => s.seed, isExtra: true },
  { id: "starts", head: "Starts", value: (s) => s.restarts, cell: (s) => asCount(s.restarts), isExtra: true },
  { id: "version", head: "Version", value: (s) => s.dataVersion, cell: (s) => s.dataVersion, isExtra: true },
  {
    id: "inertia",
    head: "Inertia",
    value: (s) => s.inertia,
    cell: (s) => (s.inertia == null ? "–" : asNumber(s.inertia)),
    isExtra: true,
  },
  {
    id: "state",
    head: "State",
    isText: true,
    value: stateOf,
    cell: stateOf,
  },
];

const stateOf = (s: Schemas["SegmentationStatus"]) =>
  s.isPublished ? "published" : s.publishedAt ? "published before" : s.state;
