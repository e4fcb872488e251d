import { useMemo } from "react";
import { Link } from "react-router";
import { atRiskOn, partsOf, toRiskLines } from "../../components/at-risk-data";
import { Card } from "../../components/card";
import { PeriodLines } from "../../components/charts/period-lines";
import { LoansLink } from "../../components/loans-link";
import { type Column, DataTable } from "../../components/table";
import { useAtRisk } from "../../components/use-at-risk";
import type { Schemas } from "../../lib/api";
import { useFilters } from "../../lib/filters";
import { asCount, asDate, asLoans, asMoney, asPercent } from "../../lib/format";

const title = "How much is at risk?";
const days = [30, 90];

/** Portfolio at risk beyond 30 and 90 days, now and by month. */
export function AtRisk() {
  const { query: search } = useFilters();
  const { now, rows, noTrend, csv } = useAtRisk(days);
  const lines = useMemo(() => toRiskLines(rows), [rows]);
  return (
    <Card
      title={title}
      id="at-risk"
      query={now}
      meaning={["portfolioAtRisk", "grossLoanPortfolio", "daysPastDue"]}
      note={({ meta }) =>
        noTrend ?? `The whole balance of the loans that are late, on ${asDate(meta.asOf)} and by month.`
      }
      csv={{ name: "portfolio-at-risk", ask: csv }}
      isEmpty={({ data }) => data.rows.every((r) => r.grossLoanPortfolio === 0)}
      loans={<Link to={{ pathname: "/delinquency", search }}>See how late the loans are</Link>}
      table={({ data }) => (
        <DataTable
          label="Portfolio at risk"
          rows={rows.length > 0 ? rows : data.rows}
          columns={columns}
          keyOf={(r) => `${r.on}/${r.days}`}
        />
      )}
    >
      {({ data }) => (
        <>
          <dl className="figures pair">
            {data.rows.map((r) => (
              <div key={r.days}>
                <dt>
                  PAR{r.days}: more than {r.days} days past due
                </dt>
                <dd>{asPercent(r.rate)}</dd>
                <dd className="in-full">
                  {partsOf(r)},{" "}
                  <LoansLink also={atRiskOn(r.on, r.days)} count={r.loans}>
                    {asLoans(r.loans)}
                  </LoansLink>
                </dd>
              </div>
            ))}
          </dl>
          {rows.length > 0 && <PeriodLines label={title} data={lines} unit="percent" />}
        </>
      )}
    </Card>
  );
}

const columns: Column<Schemas["AtRiskRow"]>[] = [
  { id: "on", head: "End of", isText: true, value: (r) => r.on, cell: (r) => asDate(r.on) },
  { id: "days", head: "More days past due than", value: (r) => r.days, cell: (r) => r.days },
  { id: "rate", head: "At risk", value: (r) => r.rate, cell: (r) => asPercent(r.rate) },
  { id: "balance", head: "Balance", value: (r) => r.balance, cell: (r) => asMoney(r.balance) },
  {
    id: "portfolio",
    head: "Gross loan portfolio",
    value: (r) => r.grossLoanPortfolio,
    cell: (r) => asMoney(r.grossLoanPortfolio),
  },
  { id: "loans", head: "Loans", value: (r) => r.loans, cell: (r) => asCount(r.loans) },
];
