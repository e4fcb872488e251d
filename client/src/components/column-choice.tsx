import { useId, useRef } from "react";
import { placeUnder } from "./popup";
import type { Column } from "./table";

type Props<Row> = {
  label: string;
  columns: readonly Column<Row>[];
  seen: readonly string[];
  onChange: (columns: string | undefined) => void;
};

/** Which columns a table shows; the first stays. */
export function ColumnChoice<Row>({ label, columns, seen, onChange }: Props<Row>) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const usual = columns.filter((c) => !c.isExtra).map((c) => c.id);
  const toggle = (column: string) => {
    const next = columns
      .map((c) => c.id)
      .filter((c) => (c === column ? !seen.includes(c) : seen.includes(c)));
    onChange(next.join() === usual.join() ? undefined : next.join());
  };
  return (
    <div className="column-choice">
      <button ref={button} type="button" className="choice" popoverTarget={id} aria-haspopup="dialog">
        Columns
      </button>
      <div
        id={id}
        popover="auto"
        role="dialog"
        aria-label={`Columns of ${label}`}
        className="popup"
        onBeforeToggle={(e) => placeUnder(button.current, e.currentTarget)}
      >
        <ul className="options">
          {columns.slice(1).map((c) => (
            <li key={c.id}>
              <label>
                <input type="checkbox" checked={seen.includes(c.id)} onChange={() => toggle(c.id)} />
                <span>{c.under ? `${c.under}: ${c.head}` : c.head}</span>
              </label>
            </li>
          ))}
        </ul>
        {seen.join() !== usual.join() && (
          <button type="button" className="quiet" onClick={() => onChange(undefined)}>
            The usual columns
          </button>
        )}
      </div>
    </div>
  );
}
