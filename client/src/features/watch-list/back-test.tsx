import { useMemo } from "react";
import { Card } from "../../components/card";
import { PeriodLines } from "../../components/charts/period-lines";
import { type Column, DataTable } from "../../components/table";
import { tableCsv } from "../../components/table-csv";
import type { Schemas } from "../../lib/api";
import { asCount, asDate, asInterval, asPercent, asYears } from "../../lib/format";
import { useWatchList } from "./use-watch-list";
import { backTestReading, toBackTest } from "./watch-list-data";

const title = "Did such lists find who defaulted?";
type Day = Schemas["WatchBackTest"];
const none: Day[] = [];

/** How lists of this length did on past days, against ranking by lateness and against chance. */
export function BackTest() {
  const { query } = useWatchList();
  const days = query.data?.data.backTest ?? none;
  const data = useMemo(() => toBackTest(days), [days]);
  return (
    <Card
      title={title}
      width={12}
      query={query}
      loans={false}
      meaning={["backTest"]}
      note={() =>
        days.length > 0 &&
        `${backTestReading(days)} The list goes by what could be lost, not by how many default; the model of each day knew nothing later. Past days are of the whole book, whatever the filters.`
      }
      csv={days.length > 0 ? { name: "back-test", ask: async () => tableCsv(columns, days) } : undefined}
      isEmpty={({ data: list }) => list.backTest.length === 0}
      empty={
        <p className="nothing">
          Past lists can be judged where a model is published and the book has a repayment history that
          reaches far enough back.
        </p>
      }
      table={() => <DataTable label={title} rows={days} columns={columns} keyOf={(d) => d.day} />}
    >
      {() => (
        <>
          <h3>Customers on the list who defaulted within six months</h3>
          <PeriodLines label={title} data={data} unit="count" />
        </>
      )}
    </Card>
  );
}

const found = (id: string, under: string, of: (d: Day) => Schemas["Proportion"]): Column<Day>[] => [
  { id, under, head: "defaulted", value: (d) => of(d).numerator, cell: (d) => asCount(of(d).numerator) },
  {
    id: `${id}Rate`,
    under,
    head: "rate",
    value: (d) => of(d).rate,
    cell: (d) => asPercent(of(d).rate),
    isExtra: true,
  },
  {
    id: `${id}Interval`,
    under,
    head: "95 % interval",
    cell: (d) => asInterval(of(d).low, of(d).high),
    isExtra: true,
  },
];

const columns: Column<Day>[] = [
  { id: "day", head: "Day", isText: true, value: (d) => d.day, cell: (d) => asDate(d.day) },
  {
    id: "customers",
    head: "Customers",
    value: (d) => d.customers,
    cell: (d) => asCount(d.customers),
    isExtra: true,
  },
  { id: "defaulted", head: "Defaulted in all", value: (d) => d.defaulted, cell: (d) => asCount(d.defaulted) },
  { id: "listed", head: "Listed", value: (d) => d.listed, cell: (d) => asCount(d.listed) },
  ...found("loss", "This list", (d) => d.byExpectedLoss),
  ...found("probability", "Chance of default alone", (d) => d.byProbability),
  ...found("late", "Days past due", (d) => d.byDaysPastDue),
  {
    id: "chance",
    under: "Drawn by chance",
    head: "defaulted",
    value: (d) => d.byChance,
    cell: (d) => asYears(d.byChance),
  },
];
