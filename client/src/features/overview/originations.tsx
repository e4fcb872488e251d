import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Card } from "../../components/card";
import { StackedPeriods } from "../../components/charts/stacked-periods";
import { GroupTable } from "../../components/group-table";
import { without } from "../../lib/address";
import { useFilters } from "../../lib/filters";
import { originations, originationsCsv } from "./get-originations";
import { toPeriods, toStack } from "./originations-data";

const title = "When were the loans made, and how do they stand now?";

export function Originations() {
  const { filters, definition, toggle } = useFilters();
  const chosen = filters.startQuarter;
  const others = without(filters, "startQuarter");
  const query = useQuery(originations(others, definition));
  const rows = query.data?.data.rows;
  const stack = useMemo(() => toStack(rows ?? [], chosen), [rows, chosen]);
  const select = useMemo(() => (quarter: string) => toggle("startQuarter", quarter), [toggle]);
  return (
    <Card
      title={title}
      width={12}
      query={query}
      meaning={["lifecycle", `default.${definition}`]}
      note={() => "Loans by quarter of origination. A young quarter has had less time to default."}
      csv={{ name: "originations", ask: () => originationsCsv(others, definition) }}
      isEmpty={({ data }) => data.rows.length === 0}
      table={({ meta, data }) => (
        <GroupTable
          what="Quarter"
          groups={toPeriods(data.rows, chosen)}
          definition={meta.definition}
          onSelect={select}
        />
      )}
    >
      {() => <StackedPeriods label={title} stack={stack} onSelect={select} />}
    </Card>
  );
}
