import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { Card, FileButton } from "../../components/card";
import { type Column, DataTable } from "../../components/table";
import type { Schemas } from "../../lib/api";
import { useFilters, useParameter } from "../../lib/filters";
import { asCount, asNumber, asWholeMoney, asYears } from "../../lib/format";
import { members, membersFile } from "./get-members";
import { titleOf } from "./segments-data";
import { useSegments } from "./use-segments";

/** The customers of the segment that the address names, else of the one chosen as a filter, else of the first. */
export function Members({ segmentation }: { segmentation: Schemas["SegmentationStatus"] }) {
  const id = segmentation.segmentationId;
  const { filters } = useFilters();
  const [wanted, setWanted] = useParameter("members");
  const [isPseudonymous, setIsPseudonymous] = useState(false);
  const list = useSegments(id).query.data?.data.rows;
  const known = segmentation.model?.segments.map((s) => s.id) ?? [];
  const chosen = [Number(wanted), ...(segmentation.isPublished ? (filters.segment ?? []).map(Number) : [])];
  const segment = chosen.find((s) => known.includes(s)) ?? known[0] ?? 1;
  const query = useInfiniteQuery(members(id, segment));
  const named = list?.find((s) => s.id === segment);
  return (
    <Card
      title={named ? `Who is in segment ${titleOf(named)}?` : "Who is in the segment?"}
      width={12}
      query={query}
      loans={false}
      meaning={["distance"]}
      note={() => "Nearest to the segment's centre first; features are those by which each was placed."}
      isEmpty={({ pages }) => pages[0]?.total === 0}
      empty={<p className="nothing">None of its members is in the book that is loaded now.</p>}
    >
      {({ pages }) => {
        const rows = pages.flatMap((p) => p.items);
        return (
          <>
            <div className="pickers">
              <label>
                Segment
                <select value={segment} onChange={(e) => setWanted(e.target.value)}>
                  {list?.map((s) => (
                    <option key={s.id} value={s.id}>
                      {titleOf(s)}
                    </option>
                  ))}
                </select>
              </label>
              <label>
                <input
                  type="checkbox"
                  checked={isPseudonymous}
                  onChange={(e) => setIsPseudonymous(e.target.checked)}
                />
                Files with pseudonyms
              </label>
              {(["CSV", "Parquet"] as const).map((form) => (
                <FileButton
                  key={form}
                  form={form}
                  name={`segment-${segment}-members`}
                  ask={() => membersFile(form, id, segment, isPseudonymous)}
                />
              ))}
            </div>
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
  { id: "gender", head: "Gender", isText: true, cell: (m) => m.gender },
  { id: "loans", head: "Loans", cell: (m) => asCount(m.loans) },
  { id: "tenure", head: "Years since the first loan", cell: (m) => asYears(m.tenure), isExtra: true },
  { id: "region", head: "Region", isText: true, cell: (m) => m.region, isExtra: true },
  { id: "previous", head: "Segment before", cell: (m) => m.previous ?? "–", isExtra: true },
  { id: "distance", head: "Distance to the centre", cell: (m) => asNumber(m.distance) },
];
