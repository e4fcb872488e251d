import { useMemo } from "react";
import { Card } from "../../components/card";
import { RatioIntervals } from "../../components/charts/ratio-intervals";
import { Switch } from "../../components/switch";
import { type Column, DataTable } from "../../components/table";
import type { Schemas } from "../../lib/api";
import { nameOf } from "../../lib/dimensions";
import { asNumber, asP } from "../../lib/format";
import { type Outcome, outcomes } from "../../lib/risk";
import { compared, toStrengths } from "./characteristics-data";
import { characteristicsCsv } from "./get-characteristics";
import { useCharacteristics } from "./use-characteristics";

const none: Schemas["Characteristic"][] = [];

/** What goes with default or full repayment, each attribute by itself: sentences, and strengths with intervals. */
export function Characteristics() {
  const { outcome, setOutcome, question, query } = useCharacteristics();
  const attributes = query.data?.data.attributes ?? none;
  const rows = useMemo(() => toStrengths(attributes), [attributes]);
  const title = `What goes with ${outcomes[outcome]}?`;
  return (
    <Card
      title={title}
      width={12}
      query={query}
      meaning={["association", "informationValue", "weightOfEvidence", "lift", "adjustedP"]}
      note={({ data }) =>
        `${compared(data.population, outcome)} Strengths are less what chance gives; full points hold once the ${data.tested} attributes tested are allowed for.`
      }
      csv={{ name: "characteristics", ask: () => characteristicsCsv(question) }}
      isEmpty={({ data }) => data.population.share.denominator === 0}
      table={() => (
        <DataTable label="Attributes by strength" rows={attributes} columns={columns} keyOf={(a) => a.by} />
      )}
    >
      {({ data }) => (
        <>
          <div className="pickers">
            <Switch<Outcome>
              label="Outcome"
              options={outcomes}
              value={outcome}
              onChange={(o) => setOutcome(o === "defaulted" ? undefined : o)}
            />
          </div>
          <ul className="points">
            {data.summary.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
          {rows.length > 0 && (
            <>
              <h3>Strength of the association, with its 95 % interval</h3>
              <RatioIntervals label={title} rows={rows} />
            </>
          )}
        </>
      )}
    </Card>
  );
}

const columns: Column<Schemas["Characteristic"]>[] = [
  { id: "by", head: "Attribute", isText: true, value: (a) => nameOf(a.by), cell: (a) => nameOf(a.by) },
  {
    id: "association",
    head: "Association",
    value: (a) => a.association?.value,
    cell: (a) => (a.association ? asNumber(a.association.value) : "–"),
  },
  {
    id: "interval",
    head: "95 % interval",
    cell: (a) => (a.association ? `${asNumber(a.association.low)} to ${asNumber(a.association.high)}` : "–"),
  },
  {
    id: "iv",
    under: "Information value",
    head: "found",
    value: (a) => a.informationValue,
    cell: (a) => (a.informationValue == null ? "–" : asNumber(a.informationValue)),
  },
  {
    id: "chance",
    under: "Information value",
    head: "by chance",
    value: (a) => a.byChance,
    cell: (a) => (a.byChance == null ? "–" : asNumber(a.byChance)),
  },
  {
    id: "strength",
    head: "Strength",
    isText: true,
    value: (a) => a.strength,
    cell: (a) => a.strength ?? "–",
  },
  {
    id: "p",
    head: "Adjusted p",
    value: (a) => a.adjustedP,
    cell: (a) => (a.adjustedP == null ? "–" : asP(a.adjustedP)),
  },
  {
    id: "differs",
    head: "More than chance",
    isText: true,
    value: (a) => (a.differs == null ? undefined : `${a.differs}`),
    cell: (a) => (a.differs == null ? "–" : a.differs ? "yes" : "no"),
  },
];
