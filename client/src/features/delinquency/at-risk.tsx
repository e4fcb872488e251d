import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { atRiskOn, byDay, type DayAtRisk, partsOf, toRiskLines } from "../../components/at-risk-data";
import { Card } from "../../components/card";
import { PeriodLines } from "../../components/charts/period-lines";
import { originations } from "../../components/get-originations";
import { LoansLink } from "../../components/loans-link";
import { type Column, DataTable } from "../../components/table";
import { useAtRisk } from "../../components/use-at-risk";
import { type Filters, withoutLateness } from "../../lib/address";
import { useFilters } from "../../lib/filters";
import { asCount, asDate, asLoans, asPercent, asWholeMoney } from "../../lib/format";
import { riskDays, useLateness } from "./use-lateness";

const title = "How much of the portfolio is at risk?";

/** Portfolio at risk by month with what was lent behind it; a month chosen is looked at in the whole page. */
export function AtRisk() {
  const { filters } = useFilters();
  const { asOf, setAsOf, under } = useLateness();
  const { now, rows, months, noTrend, csv } = useAtRisk(riskDays);
  const lent = useQuery(originations("month", withoutLateness(filters), "count")).data?.data.rows;
  const lines = useMemo(() => toRiskLines(rows, lent, asOf), [rows, lent, asOf]);
  const last = now.data?.meta.asOf;
  const columns = useMemo(() => columnsOf(under), [under]);
  const look = useMemo(
    () => (month: string) => {
      const day = months.find((d) => d.on.startsWith(month))?.on;
      setAsOf(day === asOf || day === last ? undefined : day);
    },
    [months, last, asOf, setAsOf],
  );
  return (
    <Card
      title={title}
      id="at-risk"
      width={12}
      query={now}
      meaning={["portfolioAtRisk", "grossLoanPortfolio", "daysPastDue"]}
      note={() =>
        noTrend ??
        "Growth hides risk: new loans raise the portfolio before they can be late. The loans are filtered as they are now. Choosing a month shows its end in the cards of this page."
      }
      csv={{ name: "portfolio-at-risk", ask: csv }}
      isEmpty={({ data }) => data.rows.every((r) => r.grossLoanPortfolio === 0)}
      loans={
        <p className="links">
          {now.data?.data.rows.map((r) => (
            <LoansLink key={r.days} also={atRiskOn(r.on, r.days)} count={r.loans}>
              {`PAR${r.days}: ${asLoans(r.loans)}`}
            </LoansLink>
          ))}
        </p>
      }
      table={({ data }) => (
        <DataTable
          label="Portfolio at risk by month"
          rows={months.length > 0 ? months : byDay(data.rows)}
          columns={columns}
          keyOf={(d) => d.on}
          isChosen={(d) => d.on === asOf}
        />
      )}
    >
      {({ data, meta }) => (
        <>
          <p className="reading">
            On {asDate(meta.asOf)}:{" "}
            {data.rows.map((r) => `PAR${r.days} ${asPercent(r.rate)} (${partsOf(r)})`).join("; ")}.
          </p>
          {months.length > 0 && <PeriodLines label={title} data={lines} unit="percent" onSelect={look} />}
        </>
      )}
    </Card>
  );
}

const columnsOf = (under: Filters): Column<DayAtRisk>[] => [
  { id: "on", head: "End of", isText: true, value: (d) => d.on, cell: (d) => asDate(d.on) },
  {
    id: "portfolio",
    head: "Gross loan portfolio",
    value: (d) => d.rows[0]?.grossLoanPortfolio,
    cell: (d) => asWholeMoney(d.rows[0]?.grossLoanPortfolio),
  },
  ...riskDays.flatMap((more, i): Column<DayAtRisk>[] => [
    {
      id: `rate${more}`,
      head: "Rate",
      under: `PAR${more}`,
      value: (d) => d.rows[i]?.rate,
      cell: (d) => asPercent(d.rows[i]?.rate),
    },
    {
      id: `renegotiated${more}`,
      head: "With renegotiated",
      under: `PAR${more}`,
      isExtra: true,
      value: (d) => d.rows[i]?.withRenegotiated.rate,
      cell: (d) => asPercent(d.rows[i]?.withRenegotiated.rate),
    },
    {
      id: `balance${more}`,
      head: "Balance",
      under: `PAR${more}`,
      value: (d) => d.rows[i]?.balance,
      cell: (d) => asWholeMoney(d.rows[i]?.balance),
    },
    {
      id: `loans${more}`,
      head: "Loans",
      under: `PAR${more}`,
      value: (d) => d.rows[i]?.loans,
      cell: (d) => {
        const risk = d.rows[i];
        if (!risk) return null;
        return (
          <LoansLink under={under} also={atRiskOn(d.on, more)} count={risk.loans}>
            {asCount(risk.loans)}
          </LoansLink>
        );
      },
    },
  ]),
];
