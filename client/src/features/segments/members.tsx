import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Card } from "../../components/card";
import type { Schemas } from "../../lib/api";
import { useFilters, useParameter } from "../../lib/filters";
import { asCount, asNumber, asWholeMoney } from "../../lib/format";
import { members, membersCsv } from "./get-members";
import { segments } from "./get-segments";
import { titleOf } from "./segments-data";

const atOnce = 25;

/** The customers of the segment that the address names, else of the largest. */
export function Members({ segmentation }: { segmentation: string }) {
  const { definition } = useFilters();
  const [chosen = "1", setSegment] = useParameter("segment");
  const list = useQuery(segments(segmentation, definition)).data?.data ?? [];
  const segment = Number(chosen);
  const query = useQuery(members(segmentation, segment));
  const named = list.find((s) => s.id === segment);
  return (
    <Card
      title={named ? `Who is in segment ${titleOf(named)}?` : "Who is in the segment?"}
      width={12}
      query={query}
      loans={false}
      note={() => "Nearest to the segment's centre first."}
      csv={{ name: `segment-${segment}-members`, ask: () => membersCsv(segmentation, segment) }}
    >
      {({ data }) => (
        <>
          <label className="pick">
            Segment
            <select value={chosen} onChange={(e) => setSegment(e.target.value)}>
              {list.map((s) => (
                <option key={s.id} value={s.id}>
                  {titleOf(s)}
                </option>
              ))}
            </select>
          </label>
          <MemberTable key={`${segmentation}/${segment}`} rows={data} />
        </>
      )}
    </Card>
  );
}

function MemberTable({ rows }: { rows: Schemas["SegmentMemberItem"][] }) {
  const [shown, setShown] = useState(atOnce);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: nothing in the table takes the focus, so the keyboard could not scroll it. */}
      <section className="scroll" aria-label="Customers of the segment" tabIndex={0}>
        <table className="narrow">
          <thead>
            <tr>
              <th scope="col">Customer</th>
              <th scope="col">Age</th>
              <th scope="col">Annual income</th>
              <th scope="col" className="text">
                Employment
              </th>
              <th scope="col">Distance to the centre</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map((m) => (
              <tr key={m.customerId}>
                <th scope="row">{m.customerId}</th>
                <td>{asCount(m.age)}</td>
                <td>{asWholeMoney(m.income)}</td>
                <td className="text">{m.employment}</td>
                <td>{asNumber(m.distance)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="more">
        {asCount(Math.min(shown, rows.length))} of {asCount(rows.length)} customers shown.{" "}
        {shown < rows.length && (
          <button type="button" onClick={() => setShown(shown + 100)}>
            Show more
          </button>
        )}
      </p>
    </>
  );
}
