import { useQuery } from "@tanstack/react-query";
import { Fragment } from "react";
import { Card } from "../../components/card";
import { ShareBar } from "../../components/share-bar";
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
  const employments = employmentsOf(rows);
  return (
    <div className="scroll">
      <table className="wide grouped">
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              Segment
            </th>
            <th scope="colgroup" colSpan={3}>
              Customers
            </th>
            <th scope="colgroup" colSpan={3}>
              Age
            </th>
            <th scope="colgroup" colSpan={3}>
              Annual income
            </th>
            <th scope="colgroup" colSpan={employments.length}>
              Employment
            </th>
            <th scope="col" rowSpan={2}>
              Outstanding
            </th>
          </tr>
          <tr>
            <th scope="col" className="first">
              number
            </th>
            <th scope="col">share</th>
            <td className="bar" />
            {["Age", "Income"].map((of) => (
              <Fragment key={of}>
                <th scope="col" className="first">
                  mean
                </th>
                <th scope="col">median</th>
                <th scope="col">z</th>
              </Fragment>
            ))}
            {employments.map((e, i) => (
              <th scope="col" key={e} className={i === 0 ? "first" : undefined}>
                {e}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((s) => (
            <tr key={s.id}>
              <th scope="row">
                <button
                  type="button"
                  className="quiet"
                  aria-current={chosen === String(s.id)}
                  onClick={() => setSegment(String(s.id))}
                >
                  {titleOf(s)}
                </button>
              </th>
              <td className="first">{asCount(s.size)}</td>
              <td>{asPercent(s.share)}</td>
              <td className="bar">
                <ShareBar share={s.share} />
              </td>
              <td className="first">{asYears(s.age.mean)}</td>
              <td>{asYears(s.age.median)}</td>
              <td>{asDeviation(s.age.z)}</td>
              <td className="first">{asWholeMoney(s.income.mean)}</td>
              <td>{asWholeMoney(s.income.median)}</td>
              <td>{asDeviation(s.income.z)}</td>
              {employments.map((e, i) => (
                <td key={e} className={i === 0 ? "first" : undefined}>
                  {asPercent(s.employment.find((share) => share.group === e)?.share ?? 0)}
                </td>
              ))}
              <td className="first">{asCompact(s.measures.outstanding)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
