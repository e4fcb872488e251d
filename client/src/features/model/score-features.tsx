import { useId, useMemo, useState } from "react";
import { Card } from "../../components/card";
import { ShareBar } from "../../components/share-bar";
import { Switch } from "../../components/switch";
import { type Column, DataTable } from "../../components/table";
import { tableCsv } from "../../components/table-csv";
import type { Schemas } from "../../lib/api";
import { asCount, asNumber, asPercent, asSigned, asYears } from "../../lib/format";
import { algorithmWords } from "./models-data";
import { type Props, useCard } from "./use-card";

type Feature = Schemas["FeatureImportance"];
type Bin = Schemas["PointsBin"];

/** What moves the scores of each algorithm, and the points of the scorecard. */
export function ScoreFeatures({ model }: Props) {
  const query = useCard(model);
  const algorithms = query.data?.data.algorithms ?? [];
  const [wanted, setWanted] = useState<keyof typeof algorithmWords>();
  const [feature, setFeature] = useState<string>();
  const field = useId();
  const shown = algorithms.find((a) => a.algorithm === wanted) ?? algorithms[0];
  const rows = useMemo(() => shown?.features ?? [], [shown]);
  const binned = algorithms.find((a) => a.algorithm === "scorecard")?.features.filter((f) => f.bins) ?? [];
  const points = binned.find((f) => f.feature === feature) ?? binned[0];
  return (
    <Card
      title="What moves the scores?"
      width={12}
      query={query}
      loans={false}
      meaning={["score", "reasons", "informationValue", "weightOfEvidence"]}
      note={() =>
        "Points by which a feature moves a loan's score up or down, on average. What moves a score need not bring default about."
      }
      csv={{ name: "score-features", ask: async () => tableCsv(featureColumns, rows) }}
    >
      {() => (
        <div className="columns">
          <div>
            {shown && algorithms.length > 1 && (
              <div className="pickers">
                <Switch
                  label="Algorithm"
                  options={algorithmWords}
                  value={shown.algorithm}
                  onChange={setWanted}
                />
              </div>
            )}
            <DataTable
              label="Features by strength"
              rows={rows}
              columns={featureColumns}
              keyOf={(f) => f.feature}
            />
          </div>
          {points?.bins && (
            <div>
              <div className="pickers">
                <label htmlFor={field}>
                  Points of the scorecard for
                  <select id={field} value={points.feature} onChange={(e) => setFeature(e.target.value)}>
                    {binned.map((f) => (
                      <option key={f.feature} value={f.feature}>
                        {f.label}
                      </option>
                    ))}
                  </select>
                </label>
              </div>
              <DataTable
                label={`Points for ${points.label}`}
                rows={points.bins}
                columns={binColumns}
                keyOf={(b) => b.label}
              />
            </div>
          )}
        </div>
      )}
    </Card>
  );
}

const featureColumns: Column<Feature>[] = [
  {
    id: "feature",
    head: "Feature",
    isText: true,
    value: (f) => f.label,
    cell: (f) => <span className="wraps">{f.label}</span>,
  },
  { id: "points", head: "Points", value: (f) => f.meanPoints, cell: (f) => asYears(f.meanPoints) },
  { id: "share", head: "Share", value: (f) => f.share, cell: (f) => asPercent(f.share) },
  { id: "bar", head: "share as a bar", isDecoration: true, cell: (f) => <ShareBar share={f.share} /> },
  {
    id: "iv",
    head: "Information value",
    value: (f) => f.informationValue,
    cell: (f) => (f.informationValue == null ? "–" : asNumber(f.informationValue)),
  },
];

const binColumns: Column<Bin>[] = [
  { id: "bin", head: "Values", isText: true, cell: (b) => b.label },
  { id: "good", head: "Good", value: (b) => b.good, cell: (b) => asCount(b.good) },
  { id: "bad", head: "Defaulted", value: (b) => b.bad, cell: (b) => asCount(b.bad) },
  { id: "weight", head: "Weight of evidence", value: (b) => b.weight, cell: (b) => asSigned(b.weight, 2) },
  { id: "points", head: "Points", value: (b) => b.points, cell: (b) => asSigned(b.points, 1) },
];
