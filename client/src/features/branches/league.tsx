import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { verdict } from "../../components/breakdown-data";
import { Card } from "../../components/card";
import { branches, branchesCsv } from "../../components/get-branches";
import { without } from "../../lib/address";
import { useFilters, useParameter } from "../../lib/filters";
import { rankings } from "../../lib/sorts";
import { interest, toPlaces } from "./league-data";
import { LeagueTable } from "./league-table";

/** The ranking of branches, by what the reader chooses. */
export function League() {
  const { filters, definition, toggle } = useFilters();
  const [asked, setSort] = useParameter("sort");
  const [columns, setColumns] = useParameter("columns");
  const sort = rankings.find((r) => r === asked) ?? "outstanding";
  const question = { ...without(filters, "branchId"), definition, sort };
  const query = useQuery(branches(question));
  const chosen = filters.branchId;
  const places = useMemo(() => toPlaces(query.data?.data.rows ?? [], "branch", chosen), [query.data, chosen]);
  const select = useMemo(() => (branch: string) => toggle("branchId", branch), [toggle]);
  return (
    <Card
      title="Where does each branch stand?"
      width={12}
      query={query}
      meaning={["outstanding", `default.${definition}`, "default.adjusted", "rank", "position", ...interest]}
      note={({ meta, data }) => verdict(data.heterogeneity, meta.definition)}
      csv={{ name: "branches", ask: () => branchesCsv(question) }}
      isEmpty={({ data }) => data.total.loans === 0}
    >
      {({ meta, data }) => (
        <LeagueTable
          places={places}
          overall={data.total.default.rate}
          definition={meta.definition}
          sort={sort}
          onSort={(by) => setSort(by === "outstanding" ? undefined : by)}
          columns={columns}
          onColumns={setColumns}
          onSelect={select}
        />
      )}
    </Card>
  );
}
