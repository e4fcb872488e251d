import { useQuery } from "@tanstack/react-query";
import { useId, useMemo, useState } from "react";
import { Card } from "../../components/card";
import { RatioIntervals } from "../../components/charts/ratio-intervals";
import { Switch } from "../../components/switch";
import { type Column, DataTable } from "../../components/table";
import type { Schemas } from "../../lib/api";
import { useParameter } from "../../lib/filters";
import { asDate, asFinePoints, asInterval, asNumber, asPercent } from "../../lib/format";
import { flaggedShares } from "../../lib/risk";
import { type FlaggedPercent, fairness, fairnessCsv } from "./get-fairness";
import { algorithmWords, decisions, fairnessReading, groupOf, toImpact } from "./models-data";
import { partsOf } from "./parts";

const title = "Are groups treated alike?";
const line = { at: 0.8, text: "four fifths" };
type Group = Schemas["FairnessGroup"];
const none: Group[] = [];

/** Gender and age, which neither the model nor the watch list must decide by, and which they are watched for. Of the published model where none is named; without it of the list alone. */
export function Fairness({ model }: { model?: { modelId: string } }) {
  const [flagged = "20", setFlagged] = useParameter("flagged");
  const [chosen, setDecision] = useState<Group["decision"]>("score");
  const field = useId();
  const question = { model: model?.modelId, flaggedPercent: Number(flagged) as FlaggedPercent };
  const query = useQuery(fairness(question));
  const alone = query.data?.data.note;
  const decision = alone ? "watchListToday" : chosen;
  const all = query.data?.data.groups ?? none;
  const groups = useMemo(() => all.filter((g) => g.decision === decision), [all, decision]);
  const ratios = useMemo(() => toImpact(groups), [groups]);
  return (
    <Card
      title={title}
      width={12}
      query={query}
      loans={false}
      meaning={["adverseImpactRatio", "falsePositive", "falseNegative", "calibrationByGroup"]}
      note={({ data }) =>
        `${data.note ?? `${algorithmWords[data.algorithm as keyof typeof algorithmWords]}.`} ${
          decision === "score"
            ? `Selected is who is taken for safe when the riskiest ${data.flaggedPercent} % are flagged.`
            : decision === "watchList"
              ? `Selected is who would have been on a list of ${data.capacity} customers on ${asDate(data.watchListDay)}.`
              : `Selected is who is on a list of ${data.capacity} customers today; who of them defaults nobody knows yet.`
        } ${
          decision === "watchListToday"
            ? ""
            : "Where groups default at different rates, error rates and calibration cannot all be equal. "
        }Thin: too few to say much.`
      }
      csv={{ name: "fairness", ask: () => fairnessCsv(question) }}
      isEmpty={({ data }) => data.groups.length === 0}
      empty={<p className="nothing">Nobody is in any group: no loan of a test, and no running one.</p>}
      table={() => (
        <DataTable label={title} rows={groups} columns={columns} keyOf={(g) => `${g.by} ${g.group}`} />
      )}
    >
      {() => (
        <>
          {!alone && (
            <div className="pickers">
              <Switch label="Decision" options={decisions} value={decision} onChange={setDecision} />
              {decision === "score" && (
                <label htmlFor={field}>
                  riskiest flagged
                  <select
                    id={field}
                    value={flagged}
                    onChange={(e) => setFlagged(e.target.value === "20" ? undefined : e.target.value)}
                  >
                    {flaggedShares.map((s) => (
                      <option key={s} value={s}>
                        {s} %
                      </option>
                    ))}
                  </select>
                </label>
              )}
            </div>
          )}
          {groups.length === 0 ? (
            <p className="nothing">
              {decision === "watchList"
                ? "Without repayment history the watch list cannot be judged by what came of it."
                : "Nobody has a running loan that the list could name."}
            </p>
          ) : (
            <>
              <p className="reading">{fairnessReading(groups)}</p>
              <h3>Selection rate against the highest of the groups, with its 95 % interval</h3>
              <RatioIntervals label={title} rows={ratios} line={line} />
            </>
          )}
        </>
      )}
    </Card>
  );
}

const rate = (id: string, under: string, of: (g: Group) => Schemas["Proportion"]): Column<Group>[] => [
  { id, under, head: "rate", value: (g) => of(g).rate, cell: (g) => asPercent(of(g).rate) },
  { id: `${id}Parts`, under, head: "of", isExtra: true, cell: (g) => partsOf(of(g)) },
  {
    id: `${id}Interval`,
    under,
    head: "95 % interval",
    isExtra: true,
    cell: (g) => asInterval(of(g).low, of(g).high),
  },
];

const columns: Column<Group>[] = [
  { id: "group", head: "Group", isText: true, value: groupOf, cell: groupOf },
  ...rate("selection", "Selected", (g) => g.selection),
  {
    id: "ratio",
    under: "Against the highest",
    head: "ratio",
    value: (g) => g.impactRatio,
    cell: (g) => (g.impactRatio == null ? "–" : asNumber(g.impactRatio)),
  },
  {
    id: "ratioInterval",
    under: "Against the highest",
    head: "95 % interval",
    cell: (g) =>
      g.impactLow == null || g.impactHigh == null
        ? "–"
        : `${asNumber(g.impactLow)} to ${asNumber(g.impactHigh)}`,
  },
  {
    id: "fourFifths",
    under: "Against the highest",
    head: "four-fifths line",
    isText: true,
    value: (g) => `${g.isBelowFourFifths}`,
    cell: (g) => (g.isReference ? "highest" : g.isBelowFourFifths ? "below (indicator)" : "above"),
  },
  ...rate("falsePositive", "Wrongly flagged", (g) => g.falsePositive),
  ...rate("falseNegative", "Missed", (g) => g.falseNegative),
  ...rate("observed", "Defaulted", (g) => g.observed),
  {
    id: "calibration",
    head: "Chance less observed, points",
    value: (g) => g.calibration,
    cell: (g) => (g.calibration == null ? "–" : asFinePoints(g.calibration)),
  },
  {
    id: "thin",
    head: "Thin",
    isText: true,
    value: (g) => `${g.isThin}`,
    cell: (g) => (g.isThin ? "thin" : ""),
  },
];
