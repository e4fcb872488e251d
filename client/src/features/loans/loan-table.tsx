import type { ReactNode } from "react";
import { SortHeader } from "../../components/sort-header";
import type { Schemas } from "../../lib/api";
import { asCount, asDate, asMoney, asRate } from "../../lib/format";
import type { LoanColumn } from "../../lib/sorts";
import { inWords } from "../../lib/words";

type Loan = Schemas["LoanItem"];
type Column = { by: LoanColumn; head: string; isText?: boolean; cell: (loan: Loan) => ReactNode };

const columns: Column[] = [
  { by: "customerId", head: "Customer", isText: true, cell: (l) => l.customerId },
  { by: "region", head: "Region", isText: true, cell: (l) => l.region ?? "unknown" },
  { by: "product", head: "Product", isText: true, cell: (l) => l.product ?? "unknown" },
  { by: "status", head: "Status", isText: true, cell: (l) => inWords(l.status) },
  { by: "principal", head: "Amount", cell: (l) => asMoney(l.principal) },
  { by: "interestRate", head: "Interest", cell: (l) => asRate(l.interestRate) },
  { by: "termMonths", head: "Months", cell: (l) => asCount(l.termMonths) },
  { by: "startDate", head: "Start", cell: (l) => asDate(l.startDate) },
  { by: "amountPaid", head: "Repaid", cell: (l) => asMoney(l.amountPaid) },
  { by: "outstanding", head: "Outstanding", cell: (l) => asMoney(l.outstandingBalance) },
];

type Props = { loans: Loan[]; sort: string; onSort: (sort: string) => void };

/** The loans behind a figure; every column sorts, a second click the other way round. */
export function LoanTable({ loans, sort, onSort }: Props) {
  const header = (by: LoanColumn, head: string, isText?: boolean) => (
    <SortHeader
      key={by}
      isText={isText}
      sorted={sort === by ? "ascending" : sort === `-${by}` ? "descending" : undefined}
      onSort={() => onSort(sort === by ? `-${by}` : by)}
    >
      {head}
    </SortHeader>
  );
  return (
    <div className="scroll">
      <table className="wide">
        <thead>
          <tr>
            {header("loanId", "Loan")}
            {columns.map((c) => header(c.by, c.head, c.isText))}
          </tr>
        </thead>
        <tbody>
          {loans.map((l) => (
            <tr key={`${l.customerId}/${l.loanId}`}>
              <th scope="row">{l.loanId}</th>
              {columns.map((c) => (
                <td key={c.by} className={c.isText ? "text" : undefined}>
                  {c.cell(l)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
