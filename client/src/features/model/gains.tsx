import { useMemo } from "react";
import { Card } from "../../components/card";
import { RateCurves } from "../../components/charts/rate-curves";
import { type Column, DataTable } from "../../components/table";
import { tableCsv } from "../../components/table-csv";
import { asCount, asNumber, asPercent } from "../../lib/format";
import { algorithmWords, type GainRow, toGainCurves, toGains } from "./models-data";
import { type Props, useCard } from "./use-card";

const title = "What do the riskiest tenths hold?";
const axes = ["of the loans, riskiest first", "of the defaults"] as const;

/** Gains and lift by tenths of the loans, riskiest first. */
export function Gains({ model }: Props) {
  const query = useCard(model);
  const data = query.data?.data;
  const curves = useMemo(() => (data ? toGainCurves(data) : []), [data]);
  const rows = useMemo(() => (data ? toGains(data) : []), [data]);
  return (
    <Card
      title={title}
      query={query}
      loans={false}
      meaning={["gains", "lift"]}
      note={() =>
        rows
          .filter((r) => r.part === 1)
          .map(
            (r) =>
              `${algorithmWords[r.algorithm]}: the riskiest tenth holds ${asPercent(r.gain)} of the defaults, a lift of ${asNumber(r.lift)}.`,
          )
          .join(" ")
      }
      csv={{ name: "gains", ask: async () => tableCsv(columns, rows) }}
      table={() => (
        <DataTable label={title} rows={rows} columns={columns} keyOf={(r) => `${r.algorithm} ${r.part}`} />
      )}
    >
      {() => <RateCurves label={title} axes={axes} curves={curves} diagonal="by chance" />}
    </Card>
  );
}

const columns: Column<GainRow>[] = [
  {
    id: "algorithm",
    head: "Algorithm",
    isText: true,
    value: (r) => algorithmWords[r.algorithm],
    cell: (r) => algorithmWords[r.algorithm],
  },
  { id: "part", head: "Tenth", value: (r) => r.part, cell: (r) => r.part },
  { id: "count", head: "Loans", value: (r) => r.count, cell: (r) => asCount(r.count) },
  { id: "bad", head: "Defaulted", value: (r) => r.bad, cell: (r) => asCount(r.bad) },
  { id: "lift", head: "Lift", value: (r) => r.lift, cell: (r) => asNumber(r.lift) },
  {
    id: "gain",
    under: "Up to here",
    head: "of the defaults",
    value: (r) => r.gain,
    cell: (r) => asPercent(r.gain),
  },
  {
    id: "cumulativeLift",
    under: "Up to here",
    head: "lift",
    value: (r) => r.cumulativeLift,
    cell: (r) => asNumber(r.cumulativeLift),
  },
];
