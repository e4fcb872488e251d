import { useEffect, useId, useState } from "react";
import { Switch } from "../../components/switch";
import { useAtRisk } from "../../components/use-at-risk";
import { asDate } from "../../lib/format";
import { axes } from "../../lib/lateness";
import { riskDays, useLateness } from "./use-lateness";

/** Which day the page looks at: that of the data, or any earlier one of the book's history. */
export function LookedAt() {
  const { asOf, setAsOf, latest, axis, setAxis } = useLateness();
  const { months } = useAtRisk(riskDays);
  const id = useId();
  const inForce = asOf ?? latest ?? "";
  const [typed, setTyped] = useState(inForce);
  useEffect(() => setTyped(inForce), [inForce]);
  const first = months[0]?.on;
  if (first === undefined) return null;
  // A day that is still being typed would empty the page meanwhile.
  const take = () => {
    if (latest && typed >= first && typed <= latest) setAsOf(typed === latest ? undefined : typed);
    else setTyped(inForce);
  };
  return (
    <div className="span-12 way looked-at">
      <label htmlFor={id}>As of</label>
      <input
        id={id}
        type="date"
        min={first}
        max={latest}
        value={typed}
        onChange={(e) => setTyped(e.target.value)}
        onBlur={take}
        onKeyDown={(e) => e.key === "Enter" && take()}
      />
      <Switch
        label="Courses"
        options={axes}
        value={axis}
        onChange={(a) => setAxis(a === "month" ? undefined : a)}
      />
      <p role="status">
        {asOf && (
          <>
            As things stood on {asDate(asOf)}, with the loans filtered as they are now.{" "}
            <button type="button" className="quiet" onClick={() => setAsOf(undefined)}>
              Back to the date of the data
            </button>
          </>
        )}
      </p>
    </div>
  );
}
