import { useQuery } from "@tanstack/react-query";
import { BreakdownCard } from "../../components/breakdown-card";
import { StackedPeriods } from "../../components/charts/stacked-periods";
import { QueryCard } from "../../components/query-card";
import { definitions, useFilters } from "../../lib/filters";
import { asCompact, asCount, asMoney, asPercent, asRate } from "../../lib/format";
import { summary, trend } from "./get-overview";
import { toStack } from "./trend-data";

export function Overview() {
  const { filters, definition } = useFilters();
  const figures = useQuery(summary(filters, definition));
  const course = useQuery(trend(filters, definition));
  return (
    <main className="grid">
      <QueryCard title="Totals" query={figures} note="Repaid and outstanding as the source records them.">
        {({ data }) => (
          <dl className="figures">
            <Figure name="Disbursed" value={data.disbursed} />
            <Figure name="Repaid" value={data.repaid} />
            <Figure name="Outstanding" value={data.outstanding} />
            <div>
              <dt>Loans</dt>
              <dd>{asCount(data.loans)}</dd>
            </div>
            <div>
              <dt>Customers</dt>
              <dd>{asCount(data.customers)}</dd>
            </div>
            <div>
              <dt>Average rate</dt>
              <dd title="mean of the loans' rates, percent a year">{asRate(data.interestRate.simple)}</dd>
            </div>
          </dl>
        )}
      </QueryCard>
      <QueryCard title="Default rate" query={figures} note={definitions[definition]}>
        {({ data }) => (
          <>
            <p className="headline">{asPercent(data.default.rate)}</p>
            <p>
              {asCount(data.default.numerator)} of {asCount(data.default.denominator)}
            </p>
            {data.default.low != null && (
              <p>
                95 % interval {asPercent(data.default.low)} to {asPercent(data.default.high)}
              </p>
            )}
          </>
        )}
      </QueryCard>
      <QueryCard title="How do the loans stand?" query={figures}>
        {({ data }) => (
          <table>
            <thead>
              <tr>
                <th scope="col">Status</th>
                <th scope="col">Loans</th>
                <th scope="col">Share</th>
                <th scope="col">Outstanding</th>
              </tr>
            </thead>
            <tbody>
              {data.status.map((s) => (
                <tr key={s.status}>
                  <th scope="row">{s.status.replace("_", " ")}</th>
                  <td>{asCount(s.loans)}</td>
                  <td>{asPercent(s.share)}</td>
                  <td>{asMoney(s.outstanding)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </QueryCard>
      <QueryCard title="When were the loans made, and how do they stand now?" query={course}>
        {({ data }) => <StackedPeriods label="Loans by quarter of origination" stack={toStack(data.rows)} />}
      </QueryCard>
      <BreakdownCard title="Default by region" by="region" filter="region" />
      <BreakdownCard title="Default by age" by="ageBand" filter="ageBand" />
    </main>
  );
}

function Figure({ name, value }: { name: string; value: number | null | undefined }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd title={asMoney(value)}>{asCompact(value)}</dd>
    </div>
  );
}
