import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Card } from "../../components/card";
import { FunnelPlot } from "../../components/charts/funnel";
import { branches, branchesCsv } from "../../components/get-branches";
import { without } from "../../lib/address";
import { useFilters } from "../../lib/filters";
import { funnelReading, toPoints } from "./funnel-data";
import { FunnelTable } from "./funnel-table";
import { toPlaces } from "./league-data";

const title = "Which branches default more or less than chance would give?";

/** Default rate against the number of loans: a small branch may lie far off by chance, a large one may not. */
export function Funnel() {
  const { filters, definition, toggle } = useFilters();
  const question = { ...without(filters, "branchId"), definition, sort: "outstanding" as const };
  const query = useQuery(branches(question));
  const chosen = filters.branchId;
  const points = useMemo(
    () =>
      query.data
        ? toPoints(toPlaces(query.data.data.rows, "branch", chosen), query.data.meta.definition)
        : [],
    [query.data, chosen],
  );
  const select = useMemo(() => (branch: string) => toggle("branchId", branch), [toggle]);
  return (
    <Card
      title={title}
      width={12}
      query={query}
      meaning={[`default.${definition}`, "funnel", "position"]}
      note={() => funnelReading(points)}
      csv={{ name: "funnel", ask: () => branchesCsv(question) }}
      isEmpty={({ data }) => data.total.loans === 0}
      table={() => <FunnelTable points={points} onSelect={select} />}
    >
      {({ data }) => (
        <FunnelPlot label={title} points={points} overall={data.total.default.rate} onSelect={select} />
      )}
    </Card>
  );
}
