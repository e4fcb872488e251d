import { useMemo } from "react";
import { Pick } from "../../components/pick";
import { type Column, DataTable } from "../../components/table";
import type { Schemas } from "../../lib/api";
import { filterOf, isInForce, nameOf } from "../../lib/dimensions";
import { useFilters } from "../../lib/filters";
import { asP } from "../../lib/format";
import { type Definition, inWords } from "../../lib/words";
import { rateOf, strengthWords, testWords } from "./differences-data";

type Row = Schemas["AttributeDifference"];
type Props = { rows: Row[]; definition: Definition };

/** The attributes with their tests; a group's name filters. */
export function DifferencesTable({ rows, definition }: Props) {
  const columns = useMemo(() => columnsOf(definition), [definition]);
  return (
    <DataTable
      label="Attributes and default"
      rows={rows}
      columns={columns}
      keyOf={(r) => r.by}
      isChosen={() => false}
    />
  );
}

type GroupProps = { by: string; group: Schemas["GroupRate"]; definition?: Definition };

function Group({ by, group, definition }: GroupProps) {
  const { filters, toggle } = useFilters();
  return (
    <>
      <Pick
        isChosen={isInForce(filters, by, group.value)}
        onPick={() => toggle(...filterOf(by, group.value))}
      >
        {inWords(group.label)}
      </Pick>
      {definition && <span className="soft"> {rateOf(group, definition)}</span>}
    </>
  );
}

const columnsOf = (definition: Definition): Column<Row>[] => [
  { id: "by", head: "Attribute", isText: true, value: (r) => nameOf(r.by), cell: (r) => nameOf(r.by) },
  {
    id: "differs",
    head: "Groups differ",
    isText: true,
    cell: (r) => <span className={r.differs ? "strong" : "soft"}>{testWords(r)}</span>,
  },
  {
    id: "adjustedP",
    head: "Adjusted p",
    value: (r) => r.adjustedP,
    cell: (r) => (r.adjustedP == null ? "–" : asP(r.adjustedP).replace(/^p = /, "")),
  },
  { id: "cramersV", head: "Strength (Cramér’s V)", value: (r) => r.cramersV, cell: strengthWords },
  {
    id: "highest",
    head: "Defaults most",
    isText: true,
    cell: (r) => (r.highest ? <Group by={r.by} group={r.highest} definition={definition} /> : "–"),
  },
  {
    id: "lowest",
    head: "Defaults least",
    isText: true,
    cell: (r) => (r.lowest ? <Group by={r.by} group={r.lowest} definition={definition} /> : "–"),
  },
  {
    id: "standOut",
    head: "Beyond 99.8 % limits",
    isText: true,
    // In a large book nearly every group lies beyond them, and the list would push the rest out of sight.
    isExtra: true,
    cell: (r) =>
      r.standOut.length === 0
        ? "none"
        : r.standOut.map((s, i) => (
            <span key={s.value}>
              {i > 0 && ", "}
              <Group by={r.by} group={s} /> ({s.direction})
            </span>
          )),
  },
];
