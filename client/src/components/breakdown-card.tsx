import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type ListFilter, without } from "../lib/address";
import type { Schemas } from "../lib/api";
import { useFilters } from "../lib/filters";
import { toGroups } from "./breakdown-data";
import { breakdown, breakdownCsv } from "./get-breakdown";
import { GroupCard } from "./group-card";

type Props = {
  title: string;
  by: ListFilter & string;
  id?: string;
  /** The end of the scale, where several cards share one. */
  end?: number;
  width?: 3 | 4 | 6 | 8 | 12;
};

/** Default by one dimension, each group a filter. */
export function BreakdownCard({ title, by, ...rest }: Props) {
  const { filters, definition } = useFilters();
  const others = without(filters, by);
  const query = useQuery(breakdown(by, others, definition));
  const groups = useMemo(
    () => (rows: Schemas["GroupMeasures"][], chosen: readonly string[]) => toGroups(rows, by, chosen),
    [by],
  );
  return (
    <GroupCard
      title={title}
      filter={by}
      query={query}
      toGroups={groups}
      csv={{ name: `default-by-${by}`, ask: () => breakdownCsv(by, others, definition) }}
      {...rest}
    />
  );
}
