import { useMemo } from "react";
import { Card } from "../../components/card";
import { type Column, DataTable } from "../../components/table";
import { tableCsv } from "../../components/table-csv";
import type { Schemas } from "../../lib/api";
import { algorithmWords, type Figure, figuresReading, toFigures, withInterval } from "./models-data";
import { type Props, useCard } from "./use-card";

const title = "How well does it tell bad from good?";

/** The figures of each algorithm beside each other, with their intervals. */
export function ModelFigures({ model }: Props) {
  const query = useCard(model);
  const data = query.data?.data;
  const columns = useMemo(() => columnsOf(data?.algorithms ?? []), [data]);
  const rows = useMemo(() => (data ? toFigures(data) : []), [data]);
  return (
    <Card
      title={title}
      query={query}
      loans={false}
      meaning={["auc", "gini", "ks", "brierScore", "logLoss"]}
      note={() =>
        "AUC 0.5 and Gini 0 are chance; of Brier score and log loss less is better; a Brier skill above 0 beats the base rate. Intervals of 95 % by bootstrap, the loans of a customer drawn together."
      }
      csv={{ name: "model-figures", ask: async () => tableCsv(columns, rows) }}
    >
      {({ data: shown }) => (
        <>
          <p className="reading">{figuresReading(shown)}</p>
          <DataTable label={title} rows={rows} columns={columns} keyOf={(f) => f.key} />
        </>
      )}
    </Card>
  );
}

const columnsOf = (algorithms: Schemas["AlgorithmCard"][]): Column<Figure>[] => [
  { id: "figure", head: "Figure", isText: true, value: (f) => f.name, cell: (f) => f.name },
  ...algorithms.map(
    ({ algorithm }): Column<Figure> => ({
      id: algorithm,
      head: algorithmWords[algorithm],
      value: (f) => f.by[algorithm]?.value,
      cell: (f) => withInterval(f.by[algorithm]),
    }),
  ),
];
