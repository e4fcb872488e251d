import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Link, useParams } from "react-router";
import { Card } from "../../components/card";
import { TimeLines } from "../../components/charts/time-lines";
import { type Fact, Facts } from "../../components/facts";
import { type Column, DataTable } from "../../components/table";
import { tableCsv } from "../../components/table-csv";
import type { Schemas } from "../../lib/api";
import { useFilters } from "../../lib/filters";
import { asCount, asDate, asMoney, asRate } from "../../lib/format";
import { inWords } from "../../lib/words";
import { loan } from "./get-loan";
import { basisOf, toLines } from "./history-data";
import { Lateness } from "./lateness";
import { instalmentColumns, paymentColumns } from "./money-columns";

type Detail = Schemas["LoanDetail"];

/** One loan with all that the book knows of it. */
export function LoanPage() {
  const { loanId = "" } = useParams();
  const query = useQuery(loan(loanId));
  const { query: search } = useFilters();
  const history = useMemo(() => query.data?.data.history ?? [], [query.data]);
  const lines = useMemo(() => toLines(history), [history]);
  const asOf = query.data?.meta.asOf;
  const mark = useMemo(() => (asOf ? { on: asOf, text: `as of ${asDate(asOf)}` } : undefined), [asOf]);
  const isKnown = query.data !== undefined;
  return (
    <div className="grid">
      <p className="span-12 way">
        <Link to={{ pathname: "/loans", search }}>All loans</Link>
      </p>
      <Card
        title={`Loan ${loanId}`}
        width={6}
        query={query}
        loans={false}
        meaning={["status", "repaid", "outstanding"]}
      >
        {({ data, meta }) => <Facts facts={termsOf(data, meta.currency)} />}
      </Card>
      {isKnown && (
        <>
          <Card title="Who borrowed?" width={3} query={query} loans={false}>
            {({ data }) => <Facts facts={customerOf(data, search)} />}
          </Card>
          <Card title="Which branch?" width={3} query={query} loans={false}>
            {({ data }) =>
              data.branch ? (
                <Facts facts={branchOf(data.branch)} />
              ) : (
                <p className="nothing">The source names no branch.</p>
              )
            }
          </Card>
          <Card
            title="What was due, and what was paid?"
            width={12}
            query={query}
            loans={false}
            note={() => basisOf(history)}
            csv={{ name: `loan-${loanId}-course`, ask: () => file(pointColumns, history) }}
            isEmpty={() => history.length === 0}
            empty={<p className="nothing">The source gives neither a schedule nor payments of this loan.</p>}
            table={() => (
              <DataTable
                label="Course of the loan"
                rows={history}
                columns={pointColumns}
                keyOf={(p) => p.on}
              />
            )}
          >
            {() => <TimeLines label="What was due, and what was paid?" lines={lines} mark={mark} />}
          </Card>
          <Lateness query={query} name={`loan-${loanId}-days-past-due`} />
          <Card
            title="When does what fall due, and what paid it?"
            width={12}
            query={query}
            loans={false}
            note={({ data }) =>
              `${asCount(data.schedule.length)} instalments. Payments pay the oldest open one first, whatever they were meant for.`
            }
            csv={{
              name: `loan-${loanId}-instalments`,
              ask: () => file(instalmentColumns, query.data.data.schedule),
            }}
            isEmpty={({ data }) => data.schedule.length === 0}
            empty={<p className="nothing">The source gives no schedule.</p>}
          >
            {({ data }) => (
              <DataTable
                label="Instalments"
                rows={data.schedule}
                columns={instalmentColumns}
                keyOf={(i) => `${i.seq}`}
              />
            )}
          </Card>
          <Card
            title="What was paid, when, and for what?"
            width={12}
            query={query}
            loans={false}
            note={({ data }) => `${asCount(data.payments.length)} movements of money.`}
            csv={{
              name: `loan-${loanId}-payments`,
              ask: () => file(paymentColumns, query.data.data.payments),
            }}
            isEmpty={({ data }) => data.payments.length === 0}
            empty={<p className="nothing">The source gives no payments.</p>}
          >
            {({ data }) => (
              <DataTable
                label="Payments"
                rows={data.payments}
                columns={paymentColumns}
                keyOf={(p) => p.paymentNo}
              />
            )}
          </Card>
        </>
      )}
    </div>
  );
}

const file = async <Row,>(columns: readonly Column<Row>[], rows: readonly Row[]) => tableCsv(columns, rows);
const known = (facts: (Fact | undefined)[]) => facts.filter((f) => f !== undefined);
const dated = (name: string, on: string | null | undefined): Fact | undefined =>
  on ? [name, asDate(on)] : undefined;

function termsOf({ loan: l }: Detail, currency: string | null | undefined): Fact[] {
  const money = (value: number | null | undefined) =>
    value == null ? "unknown" : `${asMoney(value)}${currency ? ` ${currency}` : ""}`;
  return known([
    [
      "Status",
      l.sourceStatus ? `${inWords(l.status)} (in the source: ${l.sourceStatus})` : inWords(l.status),
    ],
    ["Product", l.product ?? "unknown"],
    ["Amount", money(l.principal)],
    ["Interest rate", `${asRate(l.interestRate)}${l.interestRate == null ? "" : " a year"}`],
    ["Term", l.termMonths == null ? "unknown" : `${asCount(l.termMonths)} months`],
    ["Runs", `${asDate(l.startDate)} to ${asDate(l.endDate)}`],
    ["Repaid", money(l.amountPaid)],
    ["Outstanding", money(l.outstandingBalance)],
    dated("Defaulted on", l.defaultedOn),
    dated("Closed on", l.closedOn),
    dated("Written off on", l.writtenOffOn),
    ...Object.entries((l.attributes ?? {}) as Record<string, unknown>).map(
      ([name, value]): Fact => [inWords(name), String(value)],
    ),
  ]);
}

function customerOf({ customer: c }: Detail, search: string): Fact[] {
  return known([
    [
      "Customer",
      <Link key="link" to={{ pathname: `/customers/${encodeURIComponent(c.customerId)}`, search }}>
        {c.name ?? c.customerId}
      </Link>,
    ],
    ["Loans", asCount(c.loans)],
    ["Age", asCount(c.age)],
    ["Gender", c.gender ?? "unknown"],
    ["Annual income", asMoney(c.annualIncome)],
    ["Employment", c.employmentStatus ?? "unknown"],
  ]);
}

const branchOf = (b: Schemas["BranchItem"]): Fact[] => [
  [
    "Branch",
    <Link key="link" to={{ pathname: "/branches", search: `?branchId=${encodeURIComponent(b.branchId)}` }}>
      {b.name}
    </Link>,
  ],
  ["City", b.city ?? "unknown"],
  ["Region", b.region ?? "unknown"],
];

const orDash = (value: number | null | undefined) => (value == null ? "–" : asMoney(value));
const pointColumns: Column<Schemas["HistoryPoint"]>[] = [
  { id: "on", head: "On", isText: true, value: (p) => p.on, cell: (p) => asDate(p.on) },
  { id: "due", head: "Due so far", value: (p) => p.due, cell: (p) => orDash(p.due) },
  { id: "paid", head: "Paid so far", value: (p) => p.paid, cell: (p) => orDash(p.paid) },
  { id: "balance", head: "Balance", value: (p) => p.balance, cell: (p) => orDash(p.balance) },
];
