import { useMemo } from "react";
import { Card } from "../../components/card";
import { RateCurves } from "../../components/charts/rate-curves";
import { type Column, DataTable } from "../../components/table";
import { tableCsv } from "../../components/table-csv";
import type { Schemas } from "../../lib/api";
import { asInterval, asPercent } from "../../lib/format";
import { algorithmWords, calibrationReading, toCalibration } from "./models-data";
import { partsOf } from "./parts";
import { type Props, useCard } from "./use-card";

const title = "Do its chances come true?";
const axes = ["chance of default", "defaulted"] as const;

/** Tenths of the loans by rising chance, beside what was observed of them. */
export function Calibration({ model }: Props) {
  const query = useCard(model);
  const data = query.data?.data;
  const { curves, end } = useMemo(() => (data ? toCalibration(data) : { curves: [], end: 1 }), [data]);
  const rows = useMemo(
    () =>
      data?.algorithms.flatMap((a) =>
        a.calibration.bins.map((bin) => ({ algorithm: a.algorithm, ...bin })),
      ) ?? [],
    [data],
  );
  return (
    <Card
      title={title}
      query={query}
      loans={false}
      meaning={["calibrationTable"]}
      note={({ data: shown }) => calibrationReading(shown)}
      csv={{ name: "calibration", ask: async () => tableCsv(columns, rows) }}
      table={() => (
        <DataTable label={title} rows={rows} columns={columns} keyOf={(r) => `${r.algorithm} ${r.low}`} />
      )}
    >
      {() => (
        <RateCurves label={title} axes={axes} curves={curves} diagonal="as told" end={end} isScattered />
      )}
    </Card>
  );
}

type Row = Schemas["CalibrationBin"] & { algorithm: keyof typeof algorithmWords };

const columns: Column<Row>[] = [
  {
    id: "algorithm",
    head: "Algorithm",
    isText: true,
    value: (r) => algorithmWords[r.algorithm],
    cell: (r) => algorithmWords[r.algorithm],
  },
  { id: "from", head: "Chance from", value: (r) => r.low, cell: (r) => asPercent(r.low) },
  { id: "to", head: "to", value: (r) => r.high, cell: (r) => asPercent(r.high) },
  { id: "mean", head: "mean", value: (r) => r.meanPd, cell: (r) => asPercent(r.meanPd) },
  {
    id: "observed",
    head: "Defaulted",
    value: (r) => r.observed.rate,
    cell: (r) => asPercent(r.observed.rate),
  },
  { id: "parts", head: "of", value: (r) => r.observed.denominator, cell: (r) => partsOf(r.observed) },
  { id: "interval", head: "95 % interval", cell: (r) => asInterval(r.observed.low, r.observed.high) },
  {
    id: "inside",
    head: "Comes true",
    isText: true,
    value: (r) => (r.inside ? "yes" : "no"),
    cell: (r) => (r.inside ? "yes" : "no"),
  },
];
