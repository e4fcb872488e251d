import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Card } from "../../components/card";
import { PeriodLines } from "../../components/charts/period-lines";
import { LoansLink } from "../../components/loans-link";
import { type Column, DataTable } from "../../components/table";
import type { Filters } from "../../lib/address";
import type { Schemas } from "../../lib/api";
import { lateBuckets } from "../../lib/buckets";
import { useParameter } from "../../lib/filters";
import { asCount, asInterval, asPercent } from "../../lib/format";
import { axisNames, chosenOf, weights } from "../../lib/lateness";
import { transitions, transitionsCsv } from "./get-transitions";
import { periodOf, placeOf } from "./months";
import { moved } from "./standing";
import { toFlows, worse } from "./transitions-data";
import { useLateness, useStart } from "./use-lateness";

const title = "Do more loans roll on, or are more cured?";
const months = 36;
const none: Schemas["TransitionsAt"][] = [];

/** Roll and cure by month. */
export function Flows() {
  const { question, axis, under } = useLateness();
  const [askedWeight] = useParameter("weight");
  const weight = chosenOf(weights, askedWeight, "number");
  const from = useStart(months);
  const asked = { ...question, from, axis };
  const query = useQuery({ ...transitions(asked), enabled: from !== undefined });
  const series = query.data?.data.series ?? none;
  // A source of months leaves some out, which the list counts and a month's step does not.
  const isListed = query.data?.meta.evidence === "payments";
  const columns = useMemo(() => columnsOf(isListed ? under : undefined), [isListed, under]);
  const lines = useMemo(() => toFlows(series, weight), [series, weight]);
  return (
    <Card
      title={title}
      id="flows"
      query={query}
      meaning={["rollRate", "cureRate"]}
      note={() =>
        `Of the loans in a bucket at a month’s start, ${weights[weight]}: rolled to the next worse one, or current or paid at its end. The last ${months} months.`
      }
      csv={{ name: "roll-and-cure", ask: () => transitionsCsv(asked) }}
      isEmpty={() => series.length === 0}
      loans={false}
      table={() => (
        <DataTable label="Roll and cure by month" rows={series} columns={columns} keyOf={periodOf} />
      )}
    >
      {() => <PeriodLines label={title} data={lines} unit="percent" axis={axisNames[axis]} />}
    </Card>
  );
}

type At = Schemas["TransitionsAt"];
const open = ["current", "1-30", "31-60", "61-90"];
const rollOf = (at: At, from: string) => at.states.find((s) => s.from === from)?.roll;

/** A rate of one month with the loans that it counts; `under`: the filters of their list, where there is one. */
function Flow({ rate, at, before, after, under }: FlowProps) {
  if (rate?.rate == null) return "–";
  if (!under || !at.month) return asPercent(rate.rate);
  return (
    <LoansLink under={under} also={moved(at.month, before, after)} count={rate.numerator}>
      {asPercent(rate.rate)}
    </LoansLink>
  );
}

type FlowProps = {
  rate: Schemas["Proportion"] | null | undefined;
  at: At;
  before: readonly string[];
  after: readonly string[];
  under: Filters | undefined;
};

const columnsOf = (under: Filters | undefined): Column<At>[] => [
  { id: "month", head: "To", isText: true, value: (a) => a.month ?? a.monthsOnBook, cell: placeOf },
  { id: "loans", head: "Loans", value: (a) => a.loans, cell: (a) => asCount(a.loans) },
  ...open.map(
    (from): Column<At> => ({
      id: from,
      head: from,
      under: "Rolled on from",
      value: (a) => rollOf(a, from)?.rate,
      cell: (a) => (
        <Flow rate={rollOf(a, from)} at={a} before={[from]} after={[worse[from] ?? ""]} under={under} />
      ),
    }),
  ),
  {
    id: "cure",
    head: "Cured, of all late",
    value: (a) => a.cure.rate,
    cell: (a) => <Flow rate={a.cure} at={a} before={lateBuckets} after={["current", "paid"]} under={under} />,
  },
  { id: "interval", head: "95 % interval", cell: (a) => asInterval(a.cure.low, a.cure.high) },
];
