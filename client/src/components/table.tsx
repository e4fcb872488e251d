import {
  columnVisibilityFeature,
  createSortedRowModel,
  type RowData,
  rowSortingFeature,
  type Row as TableRow,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { useIsPrinting } from "../lib/printing";
import { ColumnChoice } from "./column-choice";

/** What a cell sorts by; unknown values stand last, both ways. */
type Value = string | number | null | undefined;

/** A column; the first of a table names its rows. */
export type Column<Row> = {
  id: string;
  head: string;
  cell: (row: Row) => ReactNode;
  /** What it sorts by where the page has all rows; without it, and without `order`, it does not sort. */
  value?: (row: Row) => Value;
  isText?: boolean;
  /** Hidden until the reader asks for it. */
  isExtra?: boolean;
  /** A head that it shares with its neighbours. */
  under?: string;
  /** For the eye alone, such as a bar beside its figure. */
  isDecoration?: boolean;
};

type Props<Row> = {
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  keyOf: (row: Row) => string;
  /** Rows whose filter is in force. */
  isChosen?: (row: Row) => boolean;
  /** Where the API sorts: by which column (- in front for largest first), and how to change it. */
  order?: { by: string; columns: readonly string[]; onChange: (by: string) => void };
  /** The columns shown, where the page keeps them: identifiers, apart by commas. */
  shown?: { columns: string | undefined; onChange: (columns: string | undefined) => void };
  /** How many rows there are in all, where `rows` is the beginning. */
  total?: number;
  /** Asks for more rows as the reader comes near the last one. */
  onEnd?: () => void;
  /** Whether the table may take most of the window. */
  isTall?: boolean;
};

const rowHeight = 31;
/** Above so many rows only those in sight are drawn. */
const manyRows = 80;
const features = tableFeatures({
  columnVisibilityFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
});
const compare = <Row extends RowData>(
  a: TableRow<typeof features, Row>,
  b: TableRow<typeof features, Row>,
  id: string,
) => {
  const [x, y] = [a.getValue(id), b.getValue(id)] as [Value, Value];
  return typeof x === "number" && typeof y === "number" ? x - y : `${x}`.localeCompare(`${y}`);
};

/** The one table: sorts, keeps its head in sight, hides and shows columns, and draws no more rows than are seen. */
export function DataTable<Row extends RowData>(props: Props<Row>) {
  const { label, rows, columns, keyOf, isChosen, order, shown, total, onEnd, isTall } = props;
  const [sorting, setSorting] = useState<{ id: string; desc: boolean }[]>([]);
  const [ownChoice, setOwnChoice] = useState<string>();
  const choice = shown ? shown.columns : ownChoice;
  const setChoice = shown ? shown.onChange : setOwnChoice;
  const visible = useMemo(() => visibility(columns, choice, order?.by), [columns, choice, order?.by]);
  const data = useMemo(() => [...rows], [rows]);
  const table = useTable({
    features,
    data,
    columns: useMemo(
      () =>
        columns.map((c) => ({
          id: c.id,
          accessorFn: (row: Row) => c.value?.(row) ?? undefined,
          sortUndefined: "last" as const,
          sortFn: compare<Row>,
        })),
      [columns],
    ),
    getRowId: keyOf,
    manualSorting: order !== undefined,
    state: { sorting, columnVisibility: visible },
  });
  const drawn = table.getRowModel().rows;
  const seen = columns.filter((c) => visible[c.id]);
  const sortOf = (c: Column<Row>): Sort | undefined => {
    if (order)
      return order.columns.includes(c.id)
        ? {
            now: order.by === c.id ? "ascending" : order.by === `-${c.id}` ? "descending" : undefined,
            toggle: () => order.onChange(nextOrder(order.by, c)),
          }
        : undefined;
    if (!c.value) return undefined;
    const mine = sorting.find((s) => s.id === c.id);
    return {
      now: mine && (mine.desc ? "descending" : "ascending"),
      toggle: () => setSorting([{ id: c.id, desc: mine ? !mine.desc : !c.isText }]),
    };
  };
  const box = useRef<HTMLDivElement>(null);
  const isPrinting = useIsPrinting();
  const isLong = drawn.length > manyRows && !isPrinting;
  const virtual = useVirtualizer({
    count: drawn.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 16,
    enabled: isLong,
  });
  const items = virtual.getVirtualItems();
  const [first, last] = isLong
    ? [items[0]?.index ?? 0, items.at(-1)?.index ?? manyRows]
    : [0, drawn.length - 1];
  useEffect(() => {
    if (onEnd && !isPrinting && last >= drawn.length - 20) onEnd();
  }, [onEnd, isPrinting, last, drawn.length]);
  return (
    <>
      {columns.filter((c) => !c.isDecoration).length > 5 && (
        <ColumnChoice label={label} columns={columns} seen={seen.map((c) => c.id)} onChange={setChoice} />
      )}
      {/* Where nothing in it takes the focus it takes it itself, so that the arrow keys scroll it. */}
      <div
        ref={box}
        className={isTall ? "scroll tall whole" : "scroll tall"}
        {...(!seen.some(sortOf) && { role: "group", "aria-label": label, tabIndex: 0 })}
      >
        <table
          aria-label={label}
          aria-rowcount={isLong || total !== undefined ? (total ?? drawn.length) + 1 : undefined}
          className={seen.length > 7 ? "wide" : undefined}
        >
          <Head columns={seen} sortOf={sortOf} />
          <tbody>
            {first > 0 && <Space height={first * rowHeight} />}
            {drawn.slice(first, last + 1).map((row, i) => (
              <tr
                key={row.id}
                aria-rowindex={isLong ? first + i + 2 : undefined}
                className={isChosen?.(row.original) ? "chosen" : undefined}
              >
                {seen.map((c, place) =>
                  place === 0 ? (
                    <th key={c.id} scope="row">
                      {c.cell(row.original)}
                    </th>
                  ) : (
                    <td key={c.id} className={classOf(c)}>
                      {c.cell(row.original)}
                    </td>
                  ),
                )}
              </tr>
            ))}
            {isLong && last < drawn.length - 1 && <Space height={(drawn.length - 1 - last) * rowHeight} />}
          </tbody>
        </table>
      </div>
    </>
  );
}

type Sort = { now: "ascending" | "descending" | undefined; toggle: () => void };

function Head<Row>({
  columns,
  sortOf,
}: {
  columns: readonly Column<Row>[];
  sortOf: (column: Column<Row>) => Sort | undefined;
}) {
  const groups = groupsOf(columns);
  return (
    <thead>
      {groups.some((g) => g.name) && (
        <tr>
          {groups.map((g) =>
            g.name ? (
              <th key={g.key} scope="colgroup" colSpan={g.size}>
                {g.name}
              </th>
            ) : (
              <td key={g.key} colSpan={g.size} />
            ),
          )}
        </tr>
      )}
      <tr>
        {columns.map((c) => {
          const sort = sortOf(c);
          if (c.isDecoration) return <td key={c.id} className={classOf(c)} />;
          return (
            <th key={c.id} scope="col" className={classOf(c)} aria-sort={sort && (sort.now ?? "none")}>
              {sort ? (
                <button type="button" className="sort" onClick={sort.toggle}>
                  {sort.now && <span aria-hidden="true">{sort.now === "ascending" ? "↑ " : "↓ "}</span>}
                  {c.head}
                </button>
              ) : (
                c.head
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

/** The rows that are not drawn, as room. */
const Space = ({ height }: { height: number }) => (
  <tr className="space">
    <td style={{ height }} />
  </tr>
);

const classOf = <Row,>(c: Column<Row>) => (c.isText ? "text" : c.isDecoration ? "bar" : undefined);

/** The API's order after a click: numbers begin with the largest, words with the first letter. */
export const nextOrder = <Row,>(by: string, { id, isText }: Pick<Column<Row>, "id" | "isText">) =>
  by === id ? `-${id}` : by === `-${id}` || isText ? id : `-${id}`;

/** Which columns show: those chosen, or all but the extra ones, and what the rows are ordered by; the first always. */
export function visibility<Row>(columns: readonly Column<Row>[], choice: string | undefined, order = "") {
  const chosen = choice?.split(",");
  const isUsual = (c: Column<Row>) => !c.isExtra || c.id === order.replace(/^-/, "");
  return Object.fromEntries(
    columns.map((c, i) => [c.id, i === 0 || (chosen ? chosen.includes(c.id) : isUsual(c))]),
  );
}

/** Neighbours that share a head. */
function groupsOf<Row>(columns: readonly Column<Row>[]) {
  const groups: { key: string; name: string | undefined; size: number }[] = [];
  for (const c of columns) {
    const last = groups.at(-1);
    if (last && last.name === c.under) last.size++;
    else groups.push({ key: c.id, name: c.under, size: 1 });
  }
  return groups;
}
