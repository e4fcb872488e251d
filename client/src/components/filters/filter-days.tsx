import { type KeyboardEvent, useEffect, useState } from "react";

type Key = "daysPastDueMin" | "daysPastDueMax";
type Props = { least?: number; most?: number; onChange: (key: Key, value: string) => void };

/** The range of days past due, both ends included; without an end it is open. */
export function FilterDays({ least, most, onChange }: Props) {
  return (
    <div className="dates">
      <Days label="At least, days" value={least} onChange={(v) => onChange("daysPastDueMin", v)} />
      <Days label="At most, days" value={most} onChange={(v) => onChange("daysPastDueMax", v)} />
    </div>
  );
}

type DaysProps = { label: string; value?: number; onChange: (value: string) => void };

/** Taken up when it is left or confirmed: a number that is still being typed would empty the page meanwhile. */
function Days({ label, value, onChange }: DaysProps) {
  const inForce = value === undefined ? "" : `${value}`;
  const [typed, setTyped] = useState(inForce);
  useEffect(() => setTyped(inForce), [inForce]);
  const take = () => {
    if (typed !== inForce && /^\d{0,5}$/.test(typed)) onChange(typed);
  };
  return (
    <label>
      {label}
      <input
        type="number"
        min={0}
        max={99_999}
        step={1}
        value={typed}
        onChange={(e) => setTyped(e.target.value)}
        onBlur={take}
        onKeyDown={(e: KeyboardEvent) => e.key === "Enter" && take()}
      />
    </label>
  );
}
