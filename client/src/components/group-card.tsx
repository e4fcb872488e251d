import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
import type { ListFilter } from "../lib/address";
import type { Schemas } from "../lib/api";
import { useFilters } from "../lib/filters";
import { filterWords } from "../lib/words";
import { type Group, toBars, verdict } from "./breakdown-data";
import { Card, type Csv } from "./card";
import { IntervalBars } from "./charts/interval-bars";
import { GroupTable } from "./group-table";

/** What every answer about groups has. */
type Answer<Row> = {
  meta: Schemas["Meta"];
  data: { rows: Row[]; total: Schemas["LoanMeasures"]; heterogeneity?: Schemas["Heterogeneity"] | null };
};

type Props<Row> = {
  title: string;
  /** The filter that a group is chosen by. */
  filter: ListFilter;
  /** Asked without that filter, so that the other groups can be compared and chosen too. */
  query: UseQueryResult<Answer<Row>, Error>;
  toGroups: (rows: Row[], chosen: readonly string[]) => Group[];
  /** The groups worth a bar, where there are too many; the table has them all. */
  toShown?: (groups: Group[]) => Group[];
  /** What to say beside the verdict. */
  remark?: (groups: Group[]) => ReactNode;
  csv: Csv;
  id?: string;
  /** The end of the scale, where several cards share one. */
  end?: number;
  width?: 3 | 4 | 6 | 8 | 12;
};

const none: readonly string[] = [];

/** Default by group, each group a filter. */
export function GroupCard<Row>({ title, filter, query, toGroups, ...props }: Props<Row>) {
  const { filters, definition, toggle } = useFilters();
  const { toShown, remark, csv, id, end, width } = props;
  const chosen = (filters[filter] as readonly string[] | undefined) ?? none;
  const groups = useMemo(() => toGroups(query.data?.data.rows ?? [], chosen), [query.data, toGroups, chosen]);
  const shown = query.data?.meta.definition ?? definition;
  const bars = useMemo(() => toBars(toShown?.(groups) ?? groups, shown), [groups, toShown, shown]);
  const select = useMemo(() => (key: string) => toggle(filter, key), [toggle, filter]);
  // What the source does not say of any loan is no question to ask.
  if (groups.length === 1 && groups[0]?.key === "unknown") return null;
  return (
    <Card
      title={title}
      id={id}
      width={width}
      query={query}
      meaning={[`default.${definition}`, "default.low, default.high", "heterogeneity"]}
      note={({ data }) => (
        <>
          {verdict(data.heterogeneity, shown)} {remark?.(groups)}
        </>
      )}
      csv={csv}
      isEmpty={({ data }) => data.total.loans === 0}
      table={() => (
        <GroupTable what={filterWords[filter]} groups={groups} definition={shown} onSelect={select} />
      )}
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
