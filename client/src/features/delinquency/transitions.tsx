import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Card } from "../../components/card";
import { HeatMap } from "../../components/charts/heat-map";
import { LoansLink } from "../../components/loans-link";
import { Switch } from "../../components/switch";
import { type Column, DataTable } from "../../components/table";
import type { Filters } from "../../lib/address";
import type { Schemas } from "../../lib/api";
import { useParameter } from "../../lib/filters";
import { asCompact, asCount, asDate, asInterval, asPercent } from "../../lib/format";
import { chosenOf, spans, type Weight, weights } from "../../lib/lateness";
import { bucketWords } from "../../lib/words";
import { transitions, transitionsCsv } from "./get-transitions";
import { monthEnd } from "./months";
import { moved, useOpenLoans } from "./standing";
import { rateOf, toHeat } from "./transitions-data";
import { useLateness, useStart } from "./use-lateness";

const title = "How do loans move from month to month?";
const none: Schemas["TransitionsFrom"][] = [];

/** The transition matrix of the last months, as a heat map. */
export function Transitions() {
  const { question, under } = useLateness();
  const open = useOpenLoans(under);
  const [askedSpan, setSpan] = useParameter("span");
  const [askedWeight, setWeight] = useParameter("weight");
  const span = chosenOf(spans, askedSpan, "12");
  const weight = chosenOf(weights, askedWeight, "number");
  const from = useStart(Number(span));
  const asked = { ...question, from };
  const query = useQuery({ ...transitions(asked), enabled: from !== undefined });
  const data = query.data?.data;
  const rows = data?.rows ?? none;
  // A cell has a list where it is made of one month; over several a loan can be in many cells.
  const month = data && monthEnd(data.to, 1) === data.from ? data.to : undefined;
  const heat = useMemo(() => toHeat(rows, weight), [rows, weight]);
  const select = useMemo(
    () =>
      month === undefined
        ? undefined
        : (key: string) => {
            const [before = "", after = ""] = key.split("/");
            open(moved(month, [before], [after]));
          },
    [month, open],
  );
  const columns = useMemo(() => columnsOf(rows, weight, month, under), [rows, weight, month, under]);
  return (
    <Card
      title={title}
      id="transitions"
      width={12}
      query={query}
      meaning={["transitionMatrix", "rollRate", "cureRate"]}
      note={({ data }) =>
        `Monthly moves from ${asDate(data.from)} to ${asDate(data.to)}, ${asCount(data.loans)} in all. Each row sums to 100%; a blank is a move that no loan made. ${asCount(data.entered)} loans came in between and are in no row. ${month ? "A cell opens its loans." : "Over several months a loan can be in many cells: the last month alone opens the loans of a cell."}`
      }
      csv={{ name: "transitions", ask: () => transitionsCsv(asked) }}
      isEmpty={({ data }) => data.loans === 0}
      loans={false}
      table={() => (
        <DataTable label="Moves by state at the start" rows={rows} columns={columns} keyOf={(r) => r.from} />
      )}
    >
      {({ data }) => (
        <>
          <div className="pickers">
            <Switch
              label="Months counted"
              options={spans}
              value={span}
              onChange={(s) => setSpan(s === "12" ? undefined : s)}
            />
            <Switch
              label="Rates"
              options={weights}
              value={weight}
              onChange={(w) => setWeight(w === "number" ? undefined : w)}
            />
          </div>
          <p className="reading">
            In a month {asPercent(weight === "balance" ? data.cureByBalance : data.cure.rate)} of the late
            loans are cured, current or paid at its end ({asCount(data.cure.numerator)} of{" "}
            {asCount(data.cure.denominator)}
            {data.cure.low != null && `, 95 % interval ${asInterval(data.cure.low, data.cure.high)}`}).
          </p>
          <HeatMap
            label={title}
            axes={["state a month later, days past due", "from"]}
            heat={heat}
            onSelect={select}
          />
        </>
      )}
    </Card>
  );
}

const share = (rate: number | null | undefined) => (rate == null ? "–" : asPercent(rate));

const columnsOf = (
  rows: readonly Schemas["TransitionsFrom"][],
  weight: Weight,
  month: string | undefined,
  under: Filters,
): Column<Schemas["TransitionsFrom"]>[] => [
  { id: "from", head: "From", isText: true, cell: (r) => bucketWords(r.from) },
  { id: "loans", head: "Loans", value: (r) => r.loans, cell: (r) => asCount(r.loans) },
  { id: "balance", head: "Balance", value: (r) => r.balance, cell: (r) => asCompact(r.balance) },
  {
    id: "roll",
    head: "Roll",
    value: (r) => (weight === "balance" ? r.rollByBalance : r.roll?.rate),
    cell: (r) => share(weight === "balance" ? r.rollByBalance : r.roll?.rate),
  },
  {
    id: "cure",
    head: "Cure",
    value: (r) => (weight === "balance" ? r.cureByBalance : r.cure?.rate),
    cell: (r) => share(weight === "balance" ? r.cureByBalance : r.cure?.rate),
  },
  ...rows.map(
    ({ from: to }): Column<Schemas["TransitionsFrom"]> => ({
      id: `to ${to}`,
      head: bucketWords(to),
      under: "To",
      value: (r) => rateTo(r, to, weight),
      cell: (r) =>
        month ? (
          <LoansLink under={under} also={moved(month, [r.from], [to])} count={loansTo(r, to)}>
            {share(rateTo(r, to, weight))}
          </LoansLink>
        ) : (
          share(rateTo(r, to, weight))
        ),
    }),
  ),
];

const loansTo = (row: Schemas["TransitionsFrom"], to: string) =>
  row.cells.find((c) => c.to === to)?.loans ?? 0;

function rateTo(row: Schemas["TransitionsFrom"], to: string, weight: Weight) {
  const cell = row.cells.find((c) => c.to === to);
  return cell && rateOf(cell, weight);
}
