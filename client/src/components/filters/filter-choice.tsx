import { type ReactNode, useId, useRef, useState } from "react";
import { placeUnder } from "../popup";
import { type Choice, matching } from "./facets-data";

const manyOptions = 12;

type Props = {
  choice: Choice;
  onToggle: (value: string) => void;
  /** What else narrows the loans by the same thing. */
  children?: ReactNode;
};

/** One filter: a button that opens its values, each with its loans; several may be chosen. */
export function FilterChoice({ choice, onToggle, children }: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const [letters, setLetters] = useState("");
  const shown = matching(choice.options, letters);
  return (
    <div>
      <button
        ref={button}
        type="button"
        className={choice.chosen > 0 ? "choice chosen" : "choice"}
        popoverTarget={id}
        aria-haspopup="dialog"
      >
        {choice.label}
        {choice.chosen > 0 && <span className="number"> {choice.chosen}</span>}
      </button>
      <div
        id={id}
        popover="auto"
        role="dialog"
        aria-label={choice.label}
        className="popup"
        onBeforeToggle={(e) => placeUnder(button.current, e.currentTarget)}
      >
        {choice.options.length > manyOptions && (
          <input
            type="search"
            aria-label={`Search ${choice.label}`}
            placeholder="Search"
            value={letters}
            onChange={(e) => setLetters(e.target.value)}
          />
        )}
        <ul className="options">
          {shown.map((o) => (
            <li key={o.value}>
              <label>
                <input type="checkbox" checked={o.isChosen} onChange={() => onToggle(o.value)} />
                <span>{o.label}</span>
                <span className="number">{o.loans}</span>
              </label>
            </li>
          ))}
        </ul>
        {shown.length === 0 && <p>Nothing has these letters.</p>}
        {children}
      </div>
    </div>
  );
}
