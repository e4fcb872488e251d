import { type KeyboardEvent, useId, useState } from "react";
import { Dialog } from "./dialog";
import { type Command, found } from "./palette-data";

const most = 12;

/** Goes anywhere and does anything by a few letters: pages, filters, definitions, looks. */
export function Palette({ commands, onClose }: { commands: Command[]; onClose: () => void }) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const shown = found(commands, typed, most);
  const here = Math.min(at, Math.max(0, shown.length - 1));
  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };
  const press = (e: KeyboardEvent) => {
    if (e.key === "ArrowDown") setAt(Math.min(here + 1, shown.length - 1));
    else if (e.key === "ArrowUp") setAt(Math.max(here - 1, 0));
    else if (e.key === "Enter") run(shown[here]);
    else return;
    e.preventDefault();
  };
  return (
    <Dialog label="Go to or do" className="palette" onClose={onClose}>
      <input
        type="search"
        role="combobox"
        aria-label="Page, filter or command"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={shown[here] && `${id}-${here}`}
        placeholder="Page, filter or command"
        autoFocus
        value={typed}
        onChange={(e) => {
          setTyped(e.target.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <div id={id} role="listbox" aria-label="Found">
        {shown.map((c, i) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which says where it stands
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field takes the keys
          <div
            key={c.id}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === here}
            onMouseMove={() => setAt(i)}
            onClick={() => run(c)}
          >
            {c.name}
            {c.hint && <span className="soft"> {c.hint}</span>}
          </div>
        ))}
      </div>
      {shown.length === 0 && <p className="nothing">Nothing has these letters.</p>}
    </Dialog>
  );
}
