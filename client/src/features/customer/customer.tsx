import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Link, useParams } from "react-router";
import { Card } from "../../components/card";
import { type Fact, Facts } from "../../components/facts";
import { type Column, DataTable } from "../../components/table";
import { tableCsv } from "../../components/table-csv";
import type { Schemas } from "../../lib/api";
import { useFilters } from "../../lib/filters";
import { asCount, asDate, asMoney, asRate } from "../../lib/format";
import { inWords } from "../../lib/words";
import { customer } from "./get-customer";

/** One customer as recorded, with all their loans. */
export function CustomerPage() {
  const { customerId = "" } = useParams();
  const query = useQuery(customer(customerId));
  const { query: search } = useFilters();
  const columns = useMemo(() => columnsOf(search), [search]);
  return (
    <div className="grid">
      <p className="span-12 way">
        <Link to={{ pathname: "/loans", search }}>All loans</Link>
      </p>
      <Card title={`Customer ${customerId}`} width={12} query={query} loans={false}>
        {({ data }) => <Facts facts={factsOf(data)} />}
      </Card>
      {query.data && (
        <Card
          title="What did they borrow?"
          width={12}
          query={query}
          loans={false}
          meaning={["status", "outstanding"]}
          csv={{
            name: `customer-${customerId}-loans`,
            ask: async () => tableCsv(columns, query.data.data.loans),
          }}
          isEmpty={({ data }) => data.loans.length === 0}
          empty={<p className="nothing">This customer has no loan in the book.</p>}
        >
          {({ data }) => (
            <DataTable label="Their loans" rows={data.loans} columns={columns} keyOf={(l) => l.loanId} />
          )}
        </Card>
      )}
    </div>
  );
}

function factsOf(c: Schemas["CustomerDetail"]): Fact[] {
  const facts: (Fact | undefined)[] = [
    c.name ? ["Name", c.name] : undefined,
    c.birthDate ? ["Born", asDate(c.birthDate)] : undefined,
    ["Age", asCount(c.age)],
    ["Gender", c.gender ?? "unknown"],
    ["Annual income", asMoney(c.annualIncome)],
    ["Employment", c.employmentStatus ?? "unknown"],
    ...Object.entries((c.attributes ?? {}) as Record<string, unknown>).map(
      ([name, value]): Fact => [inWords(name), String(value)],
    ),
  ];
  return facts.filter((f) => f !== undefined);
}

const columnsOf = (search: string): Column<Schemas["LoanTerms"]>[] => [
  {
    id: "loan",
    head: "Loan",
    isText: true,
    value: (l) => l.loanId,
    cell: (l) => <Link to={{ pathname: `/loans/${encodeURIComponent(l.loanId)}`, search }}>{l.loanId}</Link>,
  },
  { id: "status", head: "Status", isText: true, value: (l) => l.status, cell: (l) => inWords(l.status) },
  { id: "amount", head: "Amount", value: (l) => l.principal, cell: (l) => asMoney(l.principal) },
  { id: "rate", head: "Interest", value: (l) => l.interestRate, cell: (l) => asRate(l.interestRate) },
  { id: "start", head: "Start", value: (l) => l.startDate, cell: (l) => asDate(l.startDate) },
  { id: "repaid", head: "Repaid", value: (l) => l.amountPaid, cell: (l) => asMoney(l.amountPaid) },
  {
    id: "outstanding",
    head: "Outstanding",
    value: (l) => l.outstandingBalance,
    cell: (l) => asMoney(l.outstandingBalance),
  },
];
