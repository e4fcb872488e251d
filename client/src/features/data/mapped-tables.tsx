import { type KeyboardEvent, useId, useMemo, useRef, useState } from "react";
import { type Column, DataTable } from "../../components/table";
import type { Schemas } from "../../lib/api";
import { asCount } from "../../lib/format";
import { type MappedRow, placeOf, toRows } from "./preview-data";

type Table = Schemas["PreviewTable"];
type Props = { tables: readonly Table[]; rejects: Schemas["ImportPreview"]["rejects"] };

/** The first rows as they will be mapped, a tab for each table. */
export function MappedTables({ tables, rejects }: Props) {
  const id = useId();
  const [chosen, setChosen] = useState(0);
  const tabs = useRef<HTMLDivElement>(null);
  const table = tables[chosen];
  const press = (e: KeyboardEvent) => {
    const step = e.key === "ArrowRight" ? 1 : e.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    const next = (chosen + step + tables.length) % tables.length;
    setChosen(next);
    tabs.current?.querySelectorAll<HTMLElement>('[role="tab"]')[next]?.focus();
    e.preventDefault();
  };
  if (!table) return null;
  return (
    <>
      <h4 id={`${id}-title`}>The first rows as they are mapped</h4>
      <div ref={tabs} role="tablist" className="tabs" aria-labelledby={`${id}-title`} onKeyDown={press}>
        {tables.map((t, i) => (
          <button
            key={t.table}
            type="button"
            role="tab"
            id={`${id}-${i}`}
            aria-selected={i === chosen}
            aria-controls={`${id}-panel`}
            tabIndex={i === chosen ? 0 : -1}
            onClick={() => setChosen(i)}
          >
            {t.table} <span className="soft">{asCount(t.mapped)}</span>
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${chosen}`}>
        <Mapped table={table} rejects={rejects} />
      </div>
    </>
  );
}

function Mapped({ table, rejects }: { table: Table; rejects: Props["rejects"] }) {
  const rows = useMemo(() => toRows(table, rejects), [table, rejects]);
  const columns = useMemo(() => columnsOf(table), [table]);
  return (
    <DataTable
      // A column's choice is one table's own.
      key={table.table}
      label={`First rows of ${table.table}`}
      rows={rows}
      columns={columns}
      keyOf={placeOf}
      isChosen={(r) => r.isRefused}
    />
  );
}

const columnsOf = (table: Table): Column<MappedRow>[] => [
  {
    id: "",
    head: "From",
    isText: true,
    cell: (r) => (
      <>
        {placeOf(r)}
        {r.isRefused && <span className="tag">refused</span>}
      </>
    ),
  },
  ...table.columns.map((name, i) => ({
    id: name,
    head: name,
    isText: true,
    cell: (r: MappedRow) => r.cells[i] ?? "–",
  })),
];
