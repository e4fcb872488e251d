import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Card } from "../../components/card";
import type { Schemas } from "../../lib/api";
import { useFilters, useParameter } from "../../lib/filters";
import { asCount, asNumber, asWholeMoney } from "../../lib/format";
import { members, membersCsv } from "./get-members";
import { segments } from "./get-segments";
import { titleOf } from "./segments-data";

/** The customers of the segment that the address names, else of the largest. */
export function Members({ segmentation }: { segmentation: string }) {
  const { definition } = useFilters();
  const [chosen = "1", setSegment] = useParameter("segment");
  const list = useQuery(segments(segmentation, definition)).data?.data ?? [];
  const segment = Number(chosen);
  const query = useInfiniteQuery(members(segmentation, segment));
  const named = list.find((s) => s.id === segment);
  return (
    <Card
      title={named ? `Who is in segment ${titleOf(named)}?` : "Who is in the segment?"}
      width={12}
      query={query}
      loans={false}
      meaning={["distance"]}
      note={() => "Nearest to the segment's centre first."}
      csv={{ name: `segment-${segment}-members`, ask: () => membersCsv(segmentation, segment) }}
    >
      {({ pages }) => {
        const rows = pages.flatMap((p) => p.items);
        return (
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
            <MemberTable rows={rows} />
            <p className="more">
              {asCount(rows.length)} of {asCount(pages[0]?.total)} customers shown.{" "}
              {query.hasNextPage && (
                <button
                  type="button"
                  disabled={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  {query.isFetchingNextPage ? "Loading…" : "Show more"}
                </button>
              )}
            </p>
          </>
        );
      }}
    </Card>
  );
}

function MemberTable({ rows }: { rows: Schemas["SegmentMemberItem"][] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: nothing in the table takes the focus, so the keyboard could not scroll it.
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
          {rows.map((m) => (
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
  );
}
