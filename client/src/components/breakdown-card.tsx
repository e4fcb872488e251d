import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type ListFilter, without } from "../lib/address";
import { useFilters } from "../lib/filters";
import { filterWords } from "../lib/words";
import { toBars, toGroups, verdict } from "./breakdown-data";
import { Card } from "./card";
import { IntervalBars } from "./charts/interval-bars";
import { breakdown, breakdownCsv } from "./get-breakdown";
import { GroupTable } from "./group-table";

type Props = {
  title: string;
  by: ListFilter & string;
  /** The end of the scale, where several cards share one. */
  end?: number;
  width?: 3 | 4 | 6 | 8 | 12;
};

/** Default by one dimension, each group a filter. */
export function BreakdownCard({ title, by, end, width }: Props) {
  const { filters, definition, toggle } = useFilters();
  const chosen = filters[by] as readonly string[] | undefined;
  // A filter of the same dimension is left out, so that its other groups can be compared and chosen too.
  const others = without(filters, by);
  const query = useQuery(breakdown(by, others, definition));
  const groups = useMemo(() => toGroups(query.data?.data.rows ?? [], by, chosen), [query.data, by, chosen]);
  const shown = query.data?.meta.definition ?? definition;
  const bars = useMemo(() => toBars(groups, shown), [groups, shown]);
  const select = useMemo(() => (key: string) => toggle(by, key), [toggle, by]);
  // What the source does not say of any loan is no question to ask.
  if (groups.length === 1 && groups[0]?.key === "unknown") return null;
  return (
    <Card
      title={title}
      width={width}
      query={query}
      meaning={[`default.${definition}`, "default.low, default.high", "heterogeneity"]}
      note={({ data }) => verdict(data.heterogeneity, shown)}
      csv={{ name: `default-by-${by}`, ask: () => breakdownCsv(by, others, definition) }}
      isEmpty={({ data }) => data.total.loans === 0}
      table={() => <GroupTable what={filterWords[by]} groups={groups} definition={shown} onSelect={select} />}
    >
      {({ data }) => (
        <IntervalBars
          label={title}
          bars={bars}
          overall={data.total.default.rate}
          end={end}
          onSelect={select}
        />
      )}
    </Card>
  );
}
