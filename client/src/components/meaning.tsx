import { useQuery } from "@tanstack/react-query";
import { useId, useRef, useState } from "react";
import { metrics } from "./get-metrics";
import { placeUnder } from "./popup";

/** What a card's figures mean, in the API's own words: on hover, on focus, or by a tap. */
export function Meaning({ of: names, title }: { of: readonly string[]; title: string }) {
  const [wanted, setWanted] = useState(false);
  const { data, isError } = useQuery({ ...metrics(), enabled: wanted });
  const button = useRef<HTMLButtonElement>(null);
  const popup = useRef<HTMLDivElement>(null);
  const id = useId();
  const show = () => {
    setWanted(true);
    placeUnder(button.current, popup.current);
    if (!popup.current?.matches(":popover-open")) popup.current?.showPopover();
  };
  const hide = () => popup.current?.hidePopover();
  const known = data?.data.metrics.filter((m) => names.includes(m.name)) ?? [];
  return (
    <>
      <button
        ref={button}
        type="button"
        className="meaning"
        aria-label={`What does “${title}” mean?`}
        aria-describedby={id}
        onMouseEnter={show}
        onMouseLeave={hide}
        onFocus={show}
        onBlur={hide}
        onClick={show}
        onKeyDown={(e) => e.key === "Escape" && hide()}
      >
        <span aria-hidden="true">i</span>
      </button>
      <div ref={popup} id={id} role="tooltip" popover="manual" className="popup">
        {isError && <p>The definitions do not load.</p>}
        <dl>
          {known.map((m) => (
            <div key={m.name}>
              <dt>{m.name}</dt>
              <dd>{m.definition}.</dd>
              <dd className="formula">{m.formula}</dd>
              <dd>
                {m.unit && `Unit: ${m.unit}. `}
                {m.null !== "never" && `Unknown where: ${m.null}. `}
                {m.source !== "LoanAnalytics" && `Source: ${m.source}.`}
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </>
  );
}
