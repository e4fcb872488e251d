import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { ListFilter } from "../lib/address";
import { useFilters } from "../lib/filters";
import { filterWords } from "../lib/words";
import { toBars, toGroups, verdict } from "./breakdown-data";
import { Card } from "./card";
import { IntervalBars } from "./charts/interval-bars";
import { breakdown, breakdownCsv } from "./get-breakdown";
import { GroupTable } from "./group-table";

/** Default by one dimension, each group a filter. */
export function BreakdownCard({ title, by }: { title: string; by: ListFilter & string }) {
  const { filters, definition, toggle } = useFilters();
  const query = useQuery(breakdown(by, filters, definition));
  const groups = useMemo(() => toGroups(query.data?.data.rows ?? [], by), [query.data, by]);
  const shown = query.data?.meta.definition ?? definition;
  const bars = useMemo(() => toBars(groups, shown), [groups, shown]);
  const select = useMemo(() => (key: string) => toggle(by, key), [toggle, by]);
  // What the source does not say of any loan is no question to ask.
  if (groups.length === 1 && groups[0]?.key === "unknown") return null;
  return (
    <Card
      title={title}
      query={query}
      meaning={[`default.${definition}`, "default.low, default.high", "heterogeneity"]}
      note={({ data }) => verdict(data.heterogeneity, shown)}
      csv={{ name: `default-by-${by}`, ask: () => breakdownCsv(by, filters, definition) }}
      isEmpty={({ data }) => data.total.loans === 0}
      table={() => <GroupTable what={filterWords[by]} groups={groups} definition={shown} onSelect={select} />}
    >
      {({ data }) => (
        <IntervalBars label={title} bars={bars} overall={data.total.default.rate} onSelect={select} />
      )}
    </Card>
  );
}
