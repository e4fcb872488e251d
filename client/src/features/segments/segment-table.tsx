import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Card } from "../../components/card";
import { ShareBar } from "../../components/share-bar";
import { type Column, DataTable } from "../../components/table";
import type { Schemas } from "../../lib/api";
import { useFilters, useParameter } from "../../lib/filters";
import { asCompact, asCount, asDeviation, asPercent, asWholeMoney, asYears } from "../../lib/format";
import { segments, segmentsCsv } from "./get-segments";
import { employmentsOf, titleOf } from "./segments-data";

export function SegmentTable({ segmentation }: { segmentation: string }) {
  const { definition } = useFilters();
  const query = useQuery(segments(segmentation, definition));
  return (
    <Card
      title="Which groups of borrowers are there?"
      width={12}
      query={query}
      loans={false}
      meaning={["segments", "segment.age.z, segment.income.z", "outstanding"]}
      note={() =>
        "z: how far the segment's mean lies from that of all, in standard deviations. Names say what lies half of one or more off."
      }
      csv={{ name: "segments", ask: () => segmentsCsv(segmentation, definition) }}
      isEmpty={({ data }) => data.length === 0}
      empty={<p className="nothing">None of its members is in the book that is loaded now.</p>}
    >
      {({ data }) => <Table segments={data} />}
    </Card>
  );
}

function Table({ segments: rows }: { segments: Schemas["Segment"][] }) {
  const [chosen = "1", setSegment] = useParameter("segment");
  const columns = useMemo(
    () => columnsOf(employmentsOf(rows), chosen, setSegment),
    [rows, chosen, setSegment],
  );
  return (
    <DataTable
      label="Segments"
      rows={rows}
      columns={columns}
      keyOf={(s) => `${s.id}`}
      isChosen={(s) => chosen === `${s.id}`}
    />
  );
}

type Segment = Schemas["Segment"];

const columnsOf = (
  employments: string[],
  chosen: string,
  choose: (segment: string) => void,
): Column<Segment>[] => [
  {
    id: "segment",
    head: "Segment",
    isText: true,
    cell: (s) => (
      <button
        type="button"
        className="quiet"
        aria-current={chosen === String(s.id)}
        onClick={() => choose(String(s.id))}
      >
        {titleOf(s)}
      </button>
    ),
  },
  { id: "size", under: "Customers", head: "number", value: (s) => s.size, cell: (s) => asCount(s.size) },
  { id: "share", under: "Customers", head: "share", value: (s) => s.share, cell: (s) => asPercent(s.share) },
  {
    id: "bar",
    under: "Customers",
    head: "share as a bar",
    isDecoration: true,
    cell: (s) => <ShareBar share={s.share} />,
  },
  ...centre("age", "Age", (s) => s.age, asYears),
  ...centre("income", "Annual income", (s) => s.income, asWholeMoney),
  ...employments.map((e) => ({
    id: `employment-${e}`,
    under: "Employment",
    head: e,
    value: (s: Segment) => shareOf(s, e),
    cell: (s: Segment) => asPercent(shareOf(s, e)),
  })),
  {
    id: "outstanding",
    head: "Outstanding",
    value: (s) => s.measures.outstanding,
    cell: (s) => asCompact(s.measures.outstanding),
  },
];

const centre = (
  id: string,
  under: string,
  of: (s: Segment) => Schemas["Centre"],
  written: (value: number | null | undefined) => string,
): Column<Segment>[] => [
  { id: `${id}-mean`, under, head: "mean", value: (s) => of(s).mean, cell: (s) => written(of(s).mean) },
  {
    id: `${id}-median`,
    under,
    head: "median",
    value: (s) => of(s).median,
    cell: (s) => written(of(s).median),
  },
  { id: `${id}-z`, under, head: "z", value: (s) => of(s).z, cell: (s) => asDeviation(of(s).z) },
];

const shareOf = (s: Segment, employment: string) =>
  s.employment.find((share) => share.group === employment)?.share ?? 0;
