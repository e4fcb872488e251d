import { useEffect, useId, useRef, useState } from "react";
import { placeUnder } from "../popup";

type Key = "startedFrom" | "startedTo";
type Props = { from?: string; to?: string; onChange: (key: Key, value: string) => void };

/** The range of start dates, both ends included. */
export function FilterDates({ from, to, onChange }: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  return (
    <div>
      <button
        ref={button}
        type="button"
        className={from || to ? "choice chosen" : "choice"}
        popoverTarget={id}
        aria-haspopup="dialog"
      >
        Start date
      </button>
      <div
        id={id}
        popover="auto"
        role="dialog"
        aria-label="Start date"
        className="popup dates"
        onBeforeToggle={(e) => placeUnder(button.current, e.currentTarget)}
      >
        <Day label="First day" value={from} max={to} onChange={(v) => onChange("startedFrom", v)} />
        <Day label="Last day" value={to} min={from} onChange={(v) => onChange("startedTo", v)} />
      </div>
    </div>
  );
}

type DayProps = {
  label: string;
  value?: string;
  min?: string;
  max?: string;
  onChange: (value: string) => void;
};

function Day({ label, value = "", min, max, onChange }: DayProps) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  return (
    <label>
      {label}
      <input
        type="date"
        value={typed}
        min={min}
        max={max}
        onChange={(e) => {
          setTyped(e.target.value);
          // A year that is still being typed stands at 0002 or the like, and would empty the page meanwhile.
          if (e.target.value === "" || e.target.value >= "1900") onChange(e.target.value);
        }}
      />
    </label>
  );
}
