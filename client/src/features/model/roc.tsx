import { useMemo } from "react";
import { Card } from "../../components/card";
import { RateCurves } from "../../components/charts/rate-curves";
import { type Column, DataTable } from "../../components/table";
import { tableCsv } from "../../components/table-csv";
import type { Schemas } from "../../lib/api";
import { asPercent } from "../../lib/format";
import { algorithmWords, toRoc } from "./models-data";
import { type Props, useCard } from "./use-card";

const title = "What is caught, and what is disturbed?";
const axes = ["of the good, disturbed", "of the defaults, caught"] as const;

/** The curve of what is caught and disturbed by acting on the riskiest (ROC). */
export function Roc({ model }: Props) {
  const query = useCard(model);
  const data = query.data?.data;
  const curves = useMemo(() => (data ? toRoc(data) : []), [data]);
  const rows = useMemo(
    () =>
      data?.algorithms.flatMap((a) => a.roc.map((p, place) => ({ algorithm: a.algorithm, place, ...p }))) ??
      [],
    [data],
  );
  return (
    <Card
      title={title}
      query={query}
      loans={false}
      meaning={["auc", "ks"]}
      note={() => "The receiver operating characteristic (ROC); the area beneath it is the AUC."}
      csv={{ name: "roc", ask: async () => tableCsv(columns, rows) }}
      table={() => (
        <DataTable label={title} rows={rows} columns={columns} keyOf={(r) => `${r.algorithm} ${r.place}`} />
      )}
    >
      {() => <RateCurves label={title} axes={axes} curves={curves} diagonal="by chance" />}
    </Card>
  );
}

type Row = Schemas["RocPoint"] & { algorithm: keyof typeof algorithmWords; place: number };

const columns: Column<Row>[] = [
  {
    id: "algorithm",
    head: "Algorithm",
    isText: true,
    value: (r) => algorithmWords[r.algorithm],
    cell: (r) => algorithmWords[r.algorithm],
  },
  {
    id: "threshold",
    head: "Chance, at least",
    value: (r) => r.threshold,
    cell: (r) => (r.threshold == null ? "none" : asPercent(r.threshold)),
  },
  {
    id: "caught",
    head: "Caught",
    value: (r) => r.truePositiveRate,
    cell: (r) => asPercent(r.truePositiveRate),
  },
  {
    id: "disturbed",
    head: "Disturbed",
    value: (r) => r.falsePositiveRate,
    cell: (r) => asPercent(r.falsePositiveRate),
  },
];
