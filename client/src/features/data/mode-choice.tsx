import type { Schemas } from "../../lib/api";

type Mode = Schemas["ImportMode"];
const modes: Record<Mode, [string, string]> = {
  replace: [
    "Replace it",
    "The files are the whole portfolio as it is now. What is not in them is no longer in the book.",
  ],
  merge: [
    "Merge into it",
    "The files are new or changed rows. A row whose key the book knows takes the place of the old one; all else stays.",
  ],
};

/** What becomes of the book that is loaded. */
export const ModeChoice = ({ mode, onChoose }: { mode: Mode; onChoose: (mode: Mode) => void }) => (
  <fieldset className="choice-of">
    <legend>What becomes of the book that is loaded now?</legend>
    {Object.entries(modes).map(([id, [name, meaning]]) => (
      <label key={id} className="option">
        <input type="radio" name="mode" checked={id === mode} onChange={() => onChoose(id as Mode)} />
        <span>
          <strong>{name}</strong>
          <span className="soft">{meaning}</span>
        </span>
      </label>
    ))}
  </fieldset>
);
