import { useMemo } from "react";
import type { PairedBar } from "../../components/charts/paired-bars";
import { Pick } from "../../components/pick";
import { type Column, DataTable } from "../../components/table";
import { asPercent } from "../../lib/format";

type Props = { words: string; pairs: PairedBar[]; onSelect: (group: string) => void };

/** The figures of the paired bars. */
export function BorrowersTable({ words, pairs, onSelect }: Props) {
  const columns = useMemo(() => columnsOf(words, onSelect), [words, onSelect]);
  return (
    <DataTable
      label={`Borrowers by ${words}`}
      rows={pairs}
      columns={columns}
      keyOf={(p) => p.key}
      isChosen={(p) => p.isChosen}
    />
  );
}

const columnsOf = (words: string, onSelect: Props["onSelect"]): Column<PairedBar>[] => [
  {
    id: "group",
    head: words.charAt(0).toUpperCase() + words.slice(1),
    isText: true,
    cell: (p) => (
      <Pick isChosen={p.isChosen} onPick={() => onSelect(p.key)}>
        {p.label}
      </Pick>
    ),
  },
  { id: "borrowers", head: "Borrowers", cell: (p) => p.parts[0] },
  { id: "borrowerShare", head: "Share", value: (p) => p.values[0], cell: (p) => asPercent(p.values[0]) },
  { id: "customers", head: "Customers", cell: (p) => p.parts[1] },
  { id: "customerShare", head: "Share", value: (p) => p.values[1], cell: (p) => asPercent(p.values[1]) },
];
