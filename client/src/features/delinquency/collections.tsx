import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Card } from "../../components/card";
import { StackedPeriods } from "../../components/charts/stacked-periods";
import { type Column, DataTable } from "../../components/table";
import type { Schemas } from "../../lib/api";
import { asPercent, asWholeMoney } from "../../lib/format";
import { toStack } from "./collections-data";
import { collections, collectionsCsv } from "./get-collections";
import { periodOf, placeOf } from "./months";
import { useLateness } from "./use-lateness";

const title = "What falls due, and what of it comes in?";
const none: Schemas["CollectionPeriod"][] = [];

/** Collections against what fell due, by month. */
export function Collections() {
  const { question, axis } = useLateness();
  const asked = { ...question, axis };
  const query = useQuery(collections(asked));
  const rows = query.data?.data.rows ?? none;
  const stack = useMemo(() => toStack(rows), [rows]);
  return (
    <Card
      title={title}
      id="collections"
      width={12}
      query={query}
      meaning={[
        "onTimeCollectionRate",
        "currentCollectionEfficiency",
        "collectionEfficiency",
        "totalDemandEfficiency",
        "collections.arrears",
      ]}
      note={({ data: { total } }) =>
        `Over all months: ${asPercent(total.onTimeCollectionRate)} of what fell due was paid on time, ${asPercent(total.currentCollectionEfficiency)} by the end of its month; with arrears caught up ${asPercent(total.collectionEfficiency)}. Of all that was to be collected, arrears included, ${asPercent(total.totalDemandEfficiency)} came in.`
      }
      csv={{ name: "collections", ask: () => collectionsCsv(asked) }}
      isEmpty={({ data }) => data.rows.length === 0}
      loans={false}
      table={() => <DataTable label="Collections by month" rows={rows} columns={columns} keyOf={periodOf} />}
    >
      {() => <StackedPeriods label={title} stack={stack} />}
    </Card>
  );
}

type Row = Schemas["CollectionPeriod"];
const money = (id: keyof Row & string, head: string, isExtra = false): Column<Row> => ({
  id,
  head,
  isExtra,
  value: (r) => r[id],
  cell: (r) => asWholeMoney(r[id] as number | null),
});
const rate = (id: keyof Row & string, head: string, isExtra = false): Column<Row> => ({
  id,
  head,
  isExtra,
  value: (r) => r[id],
  cell: (r) => (r[id] == null ? "–" : asPercent(r[id] as number)),
});
const columns: Column<Row>[] = [
  { id: "on", head: "To", isText: true, value: (r) => r.on ?? r.monthsOnBook, cell: placeOf },
  money("arrearsAtStart", "Arrears at its start"),
  money("due", "Fell due"),
  money("onTime", "On time"),
  money("late", "Late in the month"),
  money("againstArrears", "For earlier arrears"),
  money("paidAhead", "Of it paid ahead", true),
  money("advance", "For later months", true),
  money("waived", "Waived", true),
  money("arrearsAtEnd", "Arrears at its end"),
  rate("onTimeCollectionRate", "On time / due"),
  rate("currentCollectionEfficiency", "By month’s end / due"),
  rate("collectionEfficiency", "With arrears / due", true),
  rate("totalDemandEfficiency", "Of all demand"),
];
