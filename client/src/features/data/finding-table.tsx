import { useMemo } from "react";
import { Link } from "react-router";
import { type Column, DataTable } from "../../components/table";
import type { Schemas } from "../../lib/api";
import { asCount, asMoney } from "../../lib/format";

type Finding = Schemas["Finding"];
type Props = {
  label: string;
  findings: readonly Finding[];
  /** Whether they are of the book as it stands, so that their loans can be listed. */
  isCurrent?: boolean;
};

/** What must be seen in the data: how often, for how much, and the loans behind it. */
export function FindingTable({ label, findings, isCurrent = false }: Props) {
  const columns = useMemo(() => columnsOf(isCurrent), [isCurrent]);
  return (
    <div className="prose findings">
      <DataTable label={label} rows={findings} columns={columns} keyOf={(f) => f.id} />
    </div>
  );
}

const columnsOf = (isCurrent: boolean): Column<Finding>[] => [
  {
    id: "title",
    head: "Finding",
    isText: true,
    value: (f) => f.title,
    cell: (f) => (
      <>
        {f.title}
        {f.detail && <span className="soft meant">{f.detail}</span>}
        {isCurrent && f.meaning && <span className="soft meant">{f.meaning}</span>}
      </>
    ),
  },
  {
    id: "loans",
    head: "Loans behind it",
    value: (f) => f.loans,
    cell: (f) =>
      f.loans == null ? (
        "–"
      ) : isCurrent && f.loans > 0 ? (
        // Without the filters in force: the finding is of the whole book, and the list must count the same.
        <Link
          to={{ pathname: "/loans", search: `finding=${f.id}` }}
          aria-label={`Show loans (${asCount(f.loans)}): ${f.title}`}
        >
          Show loans ({asCount(f.loans)})
        </Link>
      ) : (
        asCount(f.loans)
      ),
  },
  { id: "count", head: "Rows", value: (f) => f.count, cell: (f) => asCount(f.count) },
  {
    id: "amount",
    head: "Money",
    value: (f) => f.amount,
    cell: (f) => (f.amount == null ? "–" : asMoney(f.amount)),
  },
];
