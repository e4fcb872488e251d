import { useMemo } from "react";
import { Pick } from "../../components/pick";
import { type Column, DataTable } from "../../components/table";
import { asCount, asInterval, asParts, asPercent } from "../../lib/format";
import type { Definition } from "../../lib/words";
import { type Cell, thin } from "./age-income-data";

type Props = { cells: Cell[]; definition: Definition; onSelect: (key: string) => void };

/** The heat map's figures, a row for each cell. */
export function AgeIncomeTable({ cells, definition, onSelect }: Props) {
  const columns = useMemo(() => columnsOf(definition, onSelect), [definition, onSelect]);
  return (
    <DataTable
      label="Default by age and income"
      rows={cells}
      columns={columns}
      keyOf={(c) => c.key}
      isChosen={(c) => c.isChosen}
    />
  );
}

const columnsOf = (definition: Definition, onSelect: Props["onSelect"]): Column<Cell>[] => [
  {
    id: "cell",
    head: "Age, income",
    isText: true,
    cell: (c) => (
      <Pick isChosen={c.isChosen} onPick={() => onSelect(c.key)}>
        {c.age}, {c.income}
      </Pick>
    ),
  },
  { id: "loans", head: "Loans", value: (c) => c.measures.loans, cell: (c) => asCount(c.measures.loans) },
  {
    id: "rate",
    head: "Default rate",
    value: (c) => c.measures.default.rate,
    cell: (c) => asPercent(c.measures.default.rate),
  },
  {
    id: "interval",
    head: "95 % interval",
    cell: (c) => asInterval(c.measures.default.low, c.measures.default.high),
  },
  { id: "parts", head: "Defaulted of", cell: (c) => asParts(c.measures.default, definition) },
  {
    id: "thin",
    head: "Enough loans",
    isText: true,
    cell: (c) => (c.isThin ? `no, fewer than ${thin}` : "yes"),
  },
];
