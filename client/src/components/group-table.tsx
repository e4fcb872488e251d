import { useMemo } from "react";
import { asMoney } from "../lib/format";
import type { Definition } from "../lib/words";
import type { Group } from "./breakdown-data";
import { measureColumns } from "./measure-columns";
import { Pick } from "./pick";
import { type Column, DataTable } from "./table";

type Props = {
  what: string;
  groups: Group[];
  definition: Definition;
  onSelect?: (key: string) => void;
};

/** A chart's figures as a table; a group's name adds its filter, a second click takes it off. */
export function GroupTable({ what, groups, definition, onSelect }: Props) {
  const columns = useMemo(() => columnsOf(what, definition, onSelect), [what, definition, onSelect]);
  return (
    <DataTable
      label={`Default by ${what.toLowerCase()}`}
      rows={groups}
      columns={columns}
      keyOf={(g) => g.key}
      isChosen={(g) => g.isChosen ?? false}
    />
  );
}

const columnsOf = (what: string, definition: Definition, onSelect: Props["onSelect"]): Column<Group>[] => [
  {
    id: "group",
    head: what,
    isText: true,
    cell: (g) =>
      onSelect ? (
        <Pick isChosen={g.isChosen} onPick={() => onSelect(g.key)}>
          {g.label}
        </Pick>
      ) : (
        g.label
      ),
  },
  ...measureColumns<Group>(definition),
  {
    id: "outstanding",
    head: "Outstanding",
    value: (g) => g.measures.outstanding,
    cell: (g) => asMoney(g.measures.outstanding),
  },
];
