import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Card } from "../../components/card";
import { PeriodLines } from "../../components/charts/period-lines";
import { Facts } from "../../components/facts";
import { LoansLink } from "../../components/loans-link";
import { type Column, DataTable } from "../../components/table";
import { tableCsv } from "../../components/table-csv";
import type { Filters } from "../../lib/address";
import type { Schemas } from "../../lib/api";
import { asCompact, asCount, asDate, asMoney, asPercent, asWholeMoney } from "../../lib/format";
import { axisNames } from "../../lib/lateness";
import { bucketWords } from "../../lib/words";
import { losses, lossesCsv } from "./get-losses";
import { toBackTest, toLossLines } from "./losses-data";
import { periodOf, placeOf } from "./months";
import { bucketsOn } from "./standing";
import { useLateness } from "./use-lateness";

const forecastTitle = "What will today’s balances lose, and did such forecasts hold?";
const lossTitle = "What was lost, and what came back?";

function useLosses() {
  const { question, asOf, axis, under } = useLateness();
  const asked = { ...question, axis };
  return { query: useQuery(losses(asked)), csv: () => lossesCsv(asked), asOf, axis, under };
}

/** The expected loss of the balances by bucket, and earlier forecasts against what came of them. */
export function Forecast() {
  const { query, asOf, under } = useLosses();
  const forecast = query.data?.data.forecast;
  const lines = useMemo(() => forecast && toBackTest(forecast.backTest), [forecast]);
  const columns = useMemo(() => bucketColumns(asOf, under), [asOf, under]);
  return (
    <Card
      title={forecastTitle}
      id="forecast"
      width={12}
      query={query}
      meaning={["lossForecast", "flowRate"]}
      note={({ data }) =>
        `From the flow of balances between buckets over ${asCount(data.forecast.months)} months. Lost is what is written off or more than 180 days past due, whichever comes first; each forecast stands beside what was lost in the seven months after it.`
      }
      isEmpty={({ data }) => data.forecast.balance === 0}
      loans={false}
      csv={{ name: "loss-forecasts", ask: async () => tableCsv(testColumns, forecast?.backTest ?? []) }}
      table={({ data }) => (
        <DataTable
          label="Forecasts and what came of them"
          rows={data.forecast.backTest}
          columns={testColumns}
          keyOf={(o) => o.month}
        />
      )}
    >
      {({ data }) => (
        <div className="split">
          <div>
            <p className="reading">
              Of {asCompact(data.forecast.balance)}, {asCompact(data.forecast.loss)} is expected to be lost:{" "}
              {asPercent(data.forecast.lossRate)}.
            </p>
            <DataTable
              label="Expected loss by bucket"
              rows={data.forecast.rows}
              columns={columns}
              keyOf={(r) => r.delinquencyBucket}
            />
          </div>
          {lines && lines.periods.length > 0 ? (
            <PeriodLines label={forecastTitle} data={lines} unit="money" />
          ) : (
            <p className="nothing">The history is too short to hold a forecast against what came of it.</p>
          )}
        </div>
      )}
    </Card>
  );
}

/** Write-offs, recoveries and new defaults by month, and how much of a defaulted balance is lost. */
export function Losses() {
  const { query, csv, axis } = useLosses();
  const rows = query.data?.data.rows;
  const lines = useMemo(() => toLossLines(rows ?? []), [rows]);
  return (
    <Card
      title={lossTitle}
      id="losses"
      query={query}
      meaning={["writtenOff", "recovered", "mdr", "cdr", "lgd"]}
      note={({ data }) => lgdOf(data.lossGivenDefault)}
      csv={{ name: "losses", ask: csv }}
      isEmpty={({ data }) => data.rows.length === 0}
      loans={false}
      table={({ data }) => (
        <DataTable label="Losses by month" rows={data.rows} columns={lossColumns} keyOf={periodOf} />
      )}
    >
      {({ data }) => (
        <>
          <Facts
            facts={[
              [
                "Written off",
                `${asCompact(data.total.writtenOff)} of ${asCount(data.total.writtenOffLoans)} loans`,
              ],
              ["Recovered", asCompact(data.total.recovered)],
              ["Default a year (CDR)", asPercent(data.total.cdr)],
              ["Loss given default", asPercent(data.lossGivenDefault.complete.lgd)],
            ]}
          />
          <PeriodLines label={lossTitle} data={lines} unit="money" axis={axisNames[axis]} />
        </>
      )}
    </Card>
  );
}

const lgdOf = ({ complete, incomplete }: Schemas["LossGivenDefault"]) =>
  `Loss given default is that of the ${asCount(complete.loans)} defaults whose end is known: of ${asWholeMoney(complete.exposure)} owed at default, ${asWholeMoney(complete.recovered)} came back. ${asCount(incomplete.loans)} are still open. What collecting cost is not known.`;

const share = (rate: number | null | undefined) => (rate == null ? "–" : asPercent(rate));

const bucketColumns = (asOf: string | undefined, under: Filters): Column<Schemas["ExpectedLossOf"]>[] => [
  {
    id: "bucket",
    head: "Days past due",
    isText: true,
    cell: (r) => {
      const also = bucketsOn(asOf, [r.delinquencyBucket]);
      const words = bucketWords(r.delinquencyBucket);
      if (!also) return words;
      return (
        <LoansLink under={under} also={also} count={r.loans}>
          {words}
        </LoansLink>
      );
    },
  },
  { id: "balance", head: "Balance", value: (r) => r.balance, cell: (r) => asCompact(r.balance) },
  { id: "factor", head: "Lost of it", value: (r) => r.lossFactor, cell: (r) => share(r.lossFactor) },
  {
    id: "loss",
    head: "Expected loss",
    value: (r) => r.loss,
    cell: (r) => (r.loss == null ? "–" : asCompact(r.loss)),
  },
];

const testColumns: Column<Schemas["ForecastOutcome"]>[] = [
  { id: "month", head: "From", isText: true, value: (o) => o.month, cell: (o) => asDate(o.month) },
  { id: "forecast", head: "Forecast", value: (o) => o.forecast, cell: (o) => asMoney(o.forecast) },
  { id: "actual", head: "Lost", value: (o) => o.actual, cell: (o) => asMoney(o.actual) },
  { id: "error", head: "Forecast less lost", value: (o) => o.error, cell: (o) => asMoney(o.error) },
  {
    id: "relative",
    head: "Of what was lost",
    value: (o) => o.relativeError,
    cell: (o) => share(o.relativeError),
  },
];

const lossColumns: Column<Schemas["LossesAt"]>[] = [
  { id: "month", head: "To", isText: true, value: (r) => r.month ?? r.monthsOnBook, cell: placeOf },
  {
    id: "loans",
    head: "Loans written off",
    value: (r) => r.writtenOffLoans,
    cell: (r) => asCount(r.writtenOffLoans),
  },
  { id: "off", head: "Written off", value: (r) => r.writtenOff, cell: (r) => asMoney(r.writtenOff) },
  { id: "back", head: "Recovered", value: (r) => r.recovered, cell: (r) => asMoney(r.recovered) },
  { id: "defaulted", head: "Newly in default", value: (r) => r.defaulted, cell: (r) => asMoney(r.defaulted) },
  { id: "mdr", head: "A month (MDR)", value: (r) => r.mdr, cell: (r) => share(r.mdr) },
  { id: "cdr", head: "A year (CDR)", value: (r) => r.cdr, cell: (r) => share(r.cdr) },
];
