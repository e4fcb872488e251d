import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Card } from "../../components/card";
import { SmallMultiples } from "../../components/charts/small-multiples";
import { Pick } from "../../components/pick";
import { Switch } from "../../components/switch";
import { type Column, DataTable } from "../../components/table";
import { without } from "../../lib/address";
import { useFilters, useParameter } from "../../lib/filters";
import { asCount, asPercent } from "../../lib/format";
import { type Cohort, chosenOf, cohorts, measures, type Weight, weights } from "../../lib/lateness";
import { vintages, vintagesCsv } from "./get-vintages";
import { useLateness } from "./use-lateness";
import { agesOf, cellAt, rateOf, toPanels, toVintages, type Vintage } from "./vintages-data";

const title = "Does a young vintage go wrong sooner than an old one?";
const periodFilters = { quarter: "startQuarter", year: "startYear" } as const satisfies Record<
  Cohort,
  string
>;

/** Vintage curves, each cohort beside the others, and the triangle beneath; each cohort a filter. */
export function Vintages() {
  const { filters, toggle } = useFilters();
  const { question } = useLateness();
  const [askedMeasure, setMeasure] = useParameter("measure");
  const [askedCohort, setCohort] = useParameter("cohort");
  const [askedWeight] = useParameter("weight");
  const measure = chosenOf(measures, askedMeasure, "default");
  const cohort = chosenOf(cohorts, askedCohort, "quarter");
  const weight = chosenOf(weights, askedWeight, "number");
  const filter = periodFilters[cohort];
  const chosen = filters[filter];
  const asked = { ...without(question, filter), measure, cohort };
  const query = useQuery(vintages(asked));
  const data = query.data?.data;
  const rows = useMemo(() => (data ? toVintages(data, chosen) : []), [data, chosen]);
  const panels = useMemo(() => toPanels(rows, measures[measure], weight), [rows, measure, weight]);
  const select = useMemo(() => (period: string) => toggle(filter, period), [toggle, filter]);
  const columns = useMemo(() => columnsOf(rows, weight, select), [rows, weight, select]);
  const triangle = (
    <DataTable
      label="Vintages by age"
      rows={rows}
      columns={columns}
      keyOf={(v) => v.cohort}
      isChosen={(v) => v.isChosen}
    />
  );
  return (
    <Card
      title={title}
      id="vintages"
      width={12}
      query={query}
      meaning={["vintage", measure === "prepaid" ? "prepaid" : "default.date"]}
      note={() =>
        `Of the loans made in a ${cohort}, ${weight === "balance" ? "by principal" : "by number"}: the share ${measures[measure]} by each month after the start. A curve ends, and a cell is blank, where not all of a ${cohort}’s loans have come to that age.`
      }
      csv={{ name: "vintages", ask: () => vintagesCsv(asked) }}
      isEmpty={({ data: { cohorts: all } }) => all.length === 0}
      table={() => triangle}
    >
      {() => (
        <>
          <div className="pickers">
            <Switch
              label="What is counted"
              options={measures}
              value={measure}
              onChange={(m) => setMeasure(m === "default" ? undefined : m)}
            />
            <Switch
              label="Period of origination"
              options={cohorts}
              value={cohort}
              onChange={(c) => setCohort(c === "quarter" ? undefined : c)}
            />
          </div>
          <SmallMultiples label={title} panels={panels} axis="months since the start" onSelect={select} />
          {triangle}
        </>
      )}
    </Card>
  );
}

const columnsOf = (
  rows: readonly Vintage[],
  weight: Weight,
  select: (period: string) => void,
): Column<Vintage>[] => [
  {
    id: "cohort",
    head: "Made in",
    isText: true,
    value: (v) => v.cohort,
    cell: (v) => (
      <Pick isChosen={v.isChosen} onPick={() => select(v.cohort)}>
        {v.cohort}
      </Pick>
    ),
  },
  { id: "loans", head: "Loans", value: (v) => v.loans, cell: (v) => asCount(v.loans) },
  ...agesOf(rows).map(
    (age): Column<Vintage> => ({
      id: `month ${age}`,
      head: `${age}`,
      under: "By month",
      value: (v) => rateOf(cellAt(v, age), weight),
      cell: (v) => {
        const rate = rateOf(cellAt(v, age), weight);
        return rate === null ? "" : asPercent(rate);
      },
    }),
  ),
];
