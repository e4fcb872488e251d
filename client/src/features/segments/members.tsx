import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { Card } from "../../components/card";
import { type Column, DataTable } from "../../components/table";
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
            <DataTable
              label="Customers of the segment"
              rows={rows}
              columns={columns}
              keyOf={(m) => m.customerId}
              total={pages[0]?.total}
            />
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

const columns: Column<Schemas["SegmentMemberItem"]>[] = [
  {
    id: "customer",
    head: "Customer",
    isText: true,
    cell: (m) => <Link to={`/customers/${encodeURIComponent(m.customerId)}`}>{m.customerId}</Link>,
  },
  { id: "age", head: "Age", cell: (m) => asCount(m.age) },
  { id: "income", head: "Annual income", cell: (m) => asWholeMoney(m.income) },
  { id: "employment", head: "Employment", isText: true, cell: (m) => m.employment },
  { id: "distance", head: "Distance to the centre", cell: (m) => asNumber(m.distance) },
];
