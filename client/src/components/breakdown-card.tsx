import { useQuery } from "@tanstack/react-query";
import { type ListFilter, useFilters } from "../lib/filters";
import { toBars, verdict } from "./breakdown-data";
import { IntervalBars } from "./charts/interval-bars";
import { breakdown } from "./get-breakdown";
import { GroupTable } from "./group-table";
import { QueryCard } from "./query-card";

/** Default by one dimension, each group a filter. */
export function BreakdownCard({ title, by, filter }: { title: string; by: string; filter: ListFilter }) {
  const { filters, definition, toggle } = useFilters();
  const query = useQuery(breakdown(by, filters, definition));
  const select = (key: string) => toggle(filter, key);
  return (
    <QueryCard
      title={title}
      query={query}
      note={query.data && verdict(query.data.data.heterogeneity)}
      table={({ data }) => <GroupTable what={title} bars={toBars(data.rows, by)} onSelect={select} />}
    >
      {({ data }) => <IntervalBars label={title} bars={toBars(data.rows, by)} onSelect={select} />}
    </QueryCard>
  );
}
