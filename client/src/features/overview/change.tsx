import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Card } from "../../components/card";
import { DivergingBars } from "../../components/charts/diverging-bars";
import { Pick } from "../../components/pick";
import { splitParts } from "../../components/split-bars";
import { type Column, DataTable } from "../../components/table";
import type { Schemas } from "../../lib/api";
import { filterOf, withoutDimension } from "../../lib/dimensions";
import { useFilters, useParameters } from "../../lib/filters";
import { asFinePoints, asParts, asPercent } from "../../lib/format";
import type { Definition } from "../../lib/words";
import {
  ageReading,
  type ChangedGroup,
  changeReading,
  closing,
  lengthOf,
  type Periods,
  shownOf,
  toBars,
  toGroups,
  withFrom,
} from "./change-data";
import { change, changeCsv } from "./get-change";
import type { useComparison } from "./use-comparison";

const title = "What changed, and why?";

/** Two periods of origination: the change of their default rate, split by group into rate and mix. */
export function Change({ comparison }: { comparison: ReturnType<typeof useComparison> }) {
  const { filters, definition, toggle } = useFilters();
  const { question, others, facets, noise, isUnasked } = comparison;
  // The groups' own filter is left out, so that all of them can be compared and chosen.
  const asked = question && withoutDimension(others, question.by);
  const query = useQuery({
    ...change(question ?? { from: "", to: "", by: "" }, asked ?? {}, definition),
    enabled: question !== undefined,
  });
  const answer = query.data;
  const shown = answer?.meta.definition ?? definition;
  const groups = useMemo(
    () => (answer ? toGroups(answer.data, facets, filters) : []),
    [answer, facets, filters],
  );
  const bars = useMemo(() => (answer ? toBars(groups, answer.data, shown) : []), [answer, groups, shown]);
  const by = answer?.data.by ?? "";
  const select = useMemo(() => (group: string) => toggle(...filterOf(by, group)), [toggle, by]);
  const columns = useMemo(
    () => (answer ? columnsOf(answer.data.from, answer.data.to, shown, select) : []),
    [answer, shown, select],
  );
  if (isUnasked) return null;
  return (
    <Card
      title={title}
      id="change"
      width={12}
      query={query}
      meaning={["rateEffect", "mixEffect", `default.${definition}`, "adjustedP"]}
      note={({ data }) =>
        [noise, ageReading(data.from, data.to, shown), shownOf(bars.length, groups.length)]
          .filter(Boolean)
          .join(" ")
      }
      csv={question && { name: "change", ask: () => changeCsv(question, asked ?? {}, definition) }}
      isEmpty={({ data }) => data.rows.length === 0}
      table={({ data }) => (
        <>
          <Pickers comparison={comparison} />
          <DataTable
            label={title}
            rows={[...groups, { ...data.total, key: "", label: "All", isChosen: false, group: {} }]}
            columns={columns}
            keyOf={(g) => g.key}
            isChosen={(g) => g.isChosen}
          />
        </>
      )}
    >
      {({ data }) => (
        <>
          <Pickers comparison={comparison} />
          <div className="split">
            <div>
              <p className="reading">{changeReading(data)}</p>
              <dl className="closing">
                <Side period={data.from} side={data.total.from} definition={shown} />
                <Side period={data.to} side={data.total.to} definition={shown} />
                <div>
                  <dt>Change in points = own rates + shares</dt>
                  <dd>{equation(data.total)}</dd>
                </div>
              </dl>
            </div>
            <DivergingBars label={title} parts={splitParts} bars={bars} onSelect={select} />
          </div>
        </>
      )}
    </Card>
  );
}

/** The change and its two parts, as they add up. */
function equation({ change: whole, rateEffect, mixEffect }: Schemas["ChangeTotal"]): string {
  if (whole == null || rateEffect == null || mixEffect == null) return "unknown";
  const [sum, rate, mix] = closing(whole, [rateEffect, mixEffect]);
  return `${sum} = ${rate} and ${mix}`;
}

type SideProps = {
  period: string;
  side: Schemas["ChangeSide"];
  definition: Definition;
};

const Side = ({ period, side, definition }: SideProps) => (
  <div>
    <dt>Loans made in {period}</dt>
    <dd>
      {asPercent(side.default.rate)} <small>{asParts(side.default, definition)}</small>
    </dd>
  </div>
);

const names = { year: "Years", quarter: "Quarters", month: "Months" } as const;

function Pickers({ comparison }: { comparison: ReturnType<typeof useComparison> }) {
  const set = useParameters();
  const { question, periods, dimensions } = comparison;
  if (!question) return null;
  const { from, to, by } = question;
  const alike = periods[lengthOf(from)].filter((p) => p !== from);
  return (
    <div className="pickers">
      <label>
        Loans made in
        <select value={from} onChange={(e) => set(withFrom(e.target.value, to, periods))}>
          <PeriodOptions periods={periods} />
        </select>
      </label>
      <label>
        compared with
        <select value={to} onChange={(e) => set({ from, to: e.target.value })}>
          {alike.map((p) => (
            <option key={p}>{p}</option>
          ))}
        </select>
      </label>
      <label>
        grouped by
        <select value={by} onChange={(e) => set({ by: e.target.value })}>
          {dimensions.map((d) => (
            <option key={d.by} value={d.by}>
              {d.label.toLowerCase()}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

const PeriodOptions = ({ periods }: { periods: Periods }) =>
  (["year", "quarter", "month"] as const).map((length) => (
    <optgroup key={length} label={names[length]}>
      {periods[length].map((p) => (
        <option key={p}>{p}</option>
      ))}
    </optgroup>
  ));

const columnsOf = (
  from: string,
  to: string,
  definition: Definition,
  onSelect: (group: string) => void,
): Column<ChangedGroup>[] => {
  const side = (period: "from" | "to", name: string): Column<ChangedGroup>[] => [
    {
      id: `${period}-share`,
      under: name,
      head: "Share",
      value: (g) => (g.key ? g[period].share : undefined),
      cell: (g) => asPercent(g[period].share),
    },
    {
      id: `${period}-rate`,
      under: name,
      head: "Default rate",
      value: (g) => (g.key ? g[period].default.rate : undefined),
      cell: (g) => asPercent(g[period].default.rate),
    },
    {
      id: `${period}-parts`,
      under: name,
      head: "Defaulted of",
      cell: (g) => asParts(g[period].default, definition),
    },
  ];
  return [
    {
      id: "group",
      head: "Group",
      isText: true,
      cell: (g) =>
        g.key ? (
          <Pick isChosen={g.isChosen} onPick={() => onSelect(g.key)}>
            {g.label}
          </Pick>
        ) : (
          g.label
        ),
    },
    ...side("from", from),
    ...side("to", to),
    {
      id: "rateEffect",
      under: "Points of change from",
      head: "own rate",
      value: (g) => (g.key ? g.rateEffect : undefined),
      cell: (g) => asFinePoints(g.rateEffect),
    },
    {
      id: "mixEffect",
      under: "Points of change from",
      head: "share",
      value: (g) => (g.key ? g.mixEffect : undefined),
      cell: (g) => asFinePoints(g.mixEffect),
    },
  ];
};
