import { useQuery } from "@tanstack/react-query";
import { useId, useMemo } from "react";
import { Link } from "react-router";
import { Card } from "../../components/card";
import { GroupedPoints } from "../../components/charts/grouped-points";
import { MarkSign } from "../../components/charts/mark-sign";
import { Pick } from "../../components/pick";
import { type Column, DataTable } from "../../components/table";
import type { Schemas } from "../../lib/api";
import { useFilters, useParameter } from "../../lib/filters";
import { asCount, asYears } from "../../lib/format";
import { scatter, scatterCsv } from "./get-scatter";
import { signOf, titleOf, toPoints } from "./segments-data";
import { useSegments } from "./use-segments";

const title = "Where do the segments lie?";
const none: readonly string[] = [];

/** A sample of members over two numbers that the reader chooses. */
export function SegmentScatter({ segmentation }: { segmentation: Schemas["SegmentationStatus"] }) {
  const id = segmentation.segmentationId;
  const { filters, toggle } = useFilters();
  const [x = "age", setX] = useParameter("x");
  const [y = "income", setY] = useParameter("y");
  const query = useQuery(scatter(id, x, y));
  const list = useSegments(id).query.data?.data;
  const numbers = useMemo(() => list?.everyone.filter((f) => f.kind === "number") ?? [], [list]);
  const chosen = filters.segment ?? none;
  const points = useMemo(
    () => (query.data && list ? toPoints(query.data.data, list.rows, chosen, asFigure) : []),
    [query.data, list, chosen],
  );
  const axes = useMemo(() => {
    const labelOf = (feature: string) => numbers.find((f) => f.feature === feature)?.label ?? feature;
    return [labelOf(x), labelOf(y)] as const;
  }, [x, y, numbers]);
  const pick = segmentation.isPublished ? (segment: number) => toggle("segment", `${segment}`) : undefined;
  return (
    <Card
      title={title}
      width={12}
      query={query}
      loans={segmentation.isPublished}
      meaning={["segments"]}
      note={({ data }) =>
        data.points.length < data.members
          ? `A sample of ${asCount(data.points.length)} of ${asCount(data.members)} customers, the same each time.`
          : `All ${asCount(data.members)} customers of whom both are known.`
      }
      csv={{ name: "segment-scatter", ask: () => scatterCsv(id, x, y) }}
      isEmpty={({ data }) => data.points.length === 0}
      empty={<p className="nothing">Of no customer are both known. Choose other features.</p>}
      table={() => (
        <DataTable
          label="Customers in the picture"
          rows={points}
          columns={columnsOf(axes, list?.rows ?? [])}
          keyOf={(p) => p.key}
        />
      )}
    >
      {() => (
        <>
          <div className="pickers">
            <Feature name="Along" value={x} all={numbers} onChange={setX} />
            <Feature name="Up" value={y} all={numbers} onChange={setY} />
          </div>
          <GroupedPoints
            label={title}
            axes={axes}
            points={points}
            onSelect={pick && ((p) => pick((p as (typeof points)[number]).segment))}
          />
          <ul className="signs" aria-label="Segments in the picture">
            {list?.rows.map((s) => (
              <li key={s.id}>
                <MarkSign group={signOf(s)} />
                {pick ? (
                  <Pick isChosen={chosen.includes(`${s.id}`)} onPick={() => pick(s.id)}>
                    {titleOf(s)}
                  </Pick>
                ) : (
                  titleOf(s)
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

type FeatureProps = {
  name: string;
  value: string;
  all: Schemas["FeatureProfile"][];
  onChange: (feature: string) => void;
};

function Feature({ name, value, all, onChange }: FeatureProps) {
  const id = useId();
  return (
    <label htmlFor={id}>
      {name}
      <select id={id} value={value} onChange={(e) => onChange(e.target.value)}>
        {all.map((f) => (
          <option key={f.feature} value={f.feature}>
            {f.label}
          </option>
        ))}
      </select>
    </label>
  );
}

const asFigure = (value: number) => (Math.abs(value) >= 1000 ? asCount(Math.round(value)) : asYears(value));

type Point = ReturnType<typeof toPoints>[number];
const columnsOf = (axes: readonly [string, string], segments: Schemas["Segment"][]): Column<Point>[] => [
  {
    id: "customer",
    head: "Customer",
    isText: true,
    cell: (p) => <Link to={`/customers/${encodeURIComponent(p.key)}`}>{p.key}</Link>,
  },
  {
    id: "segment",
    head: "Segment",
    isText: true,
    value: (p) => p.segment,
    cell: (p) => {
      const of = segments.find((s) => s.id === p.segment);
      return of ? titleOf(of) : p.segment;
    },
  },
  { id: "x", head: axes[0], value: (p) => p.x, cell: (p) => asFigure(p.x) },
  { id: "y", head: axes[1], value: (p) => p.y, cell: (p) => asFigure(p.y) },
];
