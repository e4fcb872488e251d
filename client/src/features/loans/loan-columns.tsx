import { Link } from "react-router";
import type { Column } from "../../components/table";
import type { Schemas } from "../../lib/api";
import { asCount, asDate, asMoney, asNumber, asRate } from "../../lib/format";
import type { LoanColumn } from "../../lib/sorts";
import { bucketWords, inWords } from "../../lib/words";

type Loan = Schemas["LoanItem"];

/**
 * The list's columns; `search` is what a loan's own page takes along, so that the way back keeps the filters. What is late shows by itself where
 * the book knows of any.
 */
export const columnsOf = (search: string, knowsLateness: boolean): (Column<Loan> & { id: LoanColumn })[] => [
  {
    id: "loanId",
    head: "Loan",
    isText: true,
    cell: (l) => <Link to={{ pathname: `/loans/${encodeURIComponent(l.loanId)}`, search }}>{l.loanId}</Link>,
  },
  {
    id: "customerId",
    head: "Customer",
    isText: true,
    cell: (l) => (
      <Link to={{ pathname: `/customers/${encodeURIComponent(l.customerId)}`, search }}>{l.customerId}</Link>
    ),
  },
  { id: "branchId", head: "Branch", isText: true, isExtra: true, cell: (l) => l.branchId ?? "unknown" },
  { id: "region", head: "Region", isText: true, cell: (l) => l.region ?? "unknown" },
  { id: "product", head: "Product", isText: true, cell: (l) => l.product ?? "unknown" },
  { id: "status", head: "Status", isText: true, cell: (l) => inWords(l.status) },
  {
    id: "sourceStatus",
    head: "Status in the source",
    isText: true,
    isExtra: true,
    cell: (l) => l.sourceStatus ?? "unknown",
  },
  { id: "principal", head: "Amount", cell: (l) => asMoney(l.principal) },
  { id: "interestRate", head: "Interest", cell: (l) => asRate(l.interestRate) },
  { id: "termMonths", head: "Months", cell: (l) => asCount(l.termMonths) },
  { id: "startDate", head: "Start", cell: (l) => asDate(l.startDate) },
  { id: "endDate", head: "End", isExtra: true, cell: (l) => asDate(l.endDate) },
  { id: "amountPaid", head: "Repaid", cell: (l) => asMoney(l.amountPaid) },
  { id: "outstanding", head: "Outstanding", cell: (l) => asMoney(l.outstandingBalance) },
  {
    id: "daysPastDue",
    head: "Days past due",
    isExtra: !knowsLateness,
    cell: (l) => asCount(l.daysPastDue),
  },
  {
    id: "arrearsAmount",
    head: "Overdue",
    isExtra: !knowsLateness,
    cell: (l) => asMoney(l.arrearsAmount),
  },
  {
    id: "delinquencyBucket",
    head: "Standing",
    isText: true,
    isExtra: true,
    cell: (l) => bucketWords(l.delinquencyBucket),
  },
  { id: "lastPaymentOn", head: "Last payment", isExtra: true, cell: (l) => asDate(l.lastPaymentOn) },
  {
    id: "instalmentsBehind",
    head: "Instalments behind plan (implied)",
    isExtra: true,
    cell: (l) => asNumber(l.instalmentsBehind),
  },
  {
    id: "planBand",
    head: "Plan band (implied)",
    isText: true,
    isExtra: true,
    cell: (l) => l.planBand,
  },
  { id: "unexplained", head: "Unexplained", isExtra: true, cell: (l) => asMoney(l.unexplained) },
  { id: "age", head: "Age", isExtra: true, cell: (l) => asCount(l.age) },
  { id: "gender", head: "Gender", isText: true, isExtra: true, cell: (l) => l.gender },
  { id: "annualIncome", head: "Annual income", isExtra: true, cell: (l) => asMoney(l.annualIncome) },
  { id: "employment", head: "Employment", isText: true, isExtra: true, cell: (l) => inWords(l.employment) },
];
