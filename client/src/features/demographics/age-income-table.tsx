import { useMemo } from "react";
import { measureColumns } from "../../components/measure-columns";
import { Pick } from "../../components/pick";
import { type Column, DataTable } from "../../components/table";
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
  ...measureColumns<Cell>(definition),
  {
    id: "thin",
    head: "Enough loans",
    isText: true,
    cell: (c) => (c.isThin ? `no, fewer than ${thin}` : "yes"),
  },
];
