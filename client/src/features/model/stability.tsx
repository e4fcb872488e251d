import { useMemo } from "react";
import { Card } from "../../components/card";
import { type Column, DataTable } from "../../components/table";
import { tableCsv } from "../../components/table-csv";
import type { Schemas } from "../../lib/api";
import { algorithmWords, stabilityOf, stabilityReading } from "./models-data";
import { type Props, useCard } from "./use-card";

const title = "Have the loans moved since?";
type Row = Schemas["FeatureStability"];

/** How far the running loans lie from those learnt from: of the scores (PSI), and of each feature (CSI). */
export function Stability({ model }: Props) {
  const query = useCard(model);
  const stability = query.data?.data.stability;
  // Each algorithm bins the features in its own way; the first one's tell.
  const first = stability?.[0];
  const rows = useMemo(() => first?.features ?? [], [first]);
  return (
    <Card
      title={title}
      query={query}
      loans={false}
      meaning={["psi"]}
      note={() =>
        "Stability indices of the scores (PSI) and of each feature (CSI): stable below 0.1, significant from 0.25, a rule of thumb."
      }
      csv={{ name: "stability", ask: async () => tableCsv(columns, rows) }}
      isEmpty={({ data }) => data.stability.every((s) => s.loans === 0)}
      empty={<p className="nothing">No loan is running that could have moved.</p>}
    >
      {({ data }) => (
        <>
          <p className="reading">{stabilityReading(data)}</p>
          <h3>Features{first && `, in the bins of the ${algorithmWords[first.algorithm].toLowerCase()}`}</h3>
          <DataTable
            label="Stability of the features"
            rows={rows}
            columns={columns}
            keyOf={(f) => f.feature}
          />
        </>
      )}
    </Card>
  );
}

const columns: Column<Row>[] = [
  {
    id: "feature",
    head: "Feature",
    isText: true,
    value: (f) => f.label,
    cell: (f) => <span className="wraps">{f.label}</span>,
  },
  { id: "index", head: "Index", value: (f) => f.index?.value, cell: (f) => stabilityOf(f.index) },
];
