import { type KeyboardEvent, useId, useState } from "react";

/** A mark of a chart that can be chosen: a bar, a point, a cell. `text`: all that it says. */
export type Mark = { key: string; text: string; isChosen?: boolean };

type Props = {
  label: string;
  marks: readonly Mark[];
  onSelect: (index: number) => void;
  /** The mark that the reader stands on; undefined when they leave. */
  onActive: (index: number | undefined) => void;
};

const steps: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at, last) => Math.min(at + 1, last),
  ArrowRight: (at, last) => Math.min(at + 1, last),
  ArrowUp: (at) => Math.max(at - 1, 0),
  ArrowLeft: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
};

/** A chart's marks for the keyboard and for screen readers: one stop, arrows from mark to mark, Enter to choose. */
export function Marks({ label, marks, onSelect, onActive }: Props) {
  const id = useId();
  const [at, setAt] = useState(0);
  const here = Math.min(at, marks.length - 1);
  const go = (index: number) => {
    setAt(index);
    onActive(index);
  };
  const press = (e: KeyboardEvent) => {
    const step = steps[e.key];
    if (step) go(step(here, marks.length - 1));
    else if (e.key === "Enter" || e.key === " ") onSelect(here);
    else return;
    e.preventDefault();
  };
  if (marks.length === 0) return null;
  return (
    <div
      className="marks"
      role="listbox"
      aria-label={`${label}: choose with arrow keys and Enter`}
      aria-multiselectable="true"
      aria-activedescendant={`${id}-${here}`}
      tabIndex={0}
      onKeyDown={press}
      onFocus={() => onActive(here)}
      onBlur={() => onActive(undefined)}
    >
      {marks.map((mark, i) => (
        // The keyboard stays on the list, which says where it stands.
        // biome-ignore lint/a11y/useFocusableInteractive: an option of aria-activedescendant is never focused
        <div key={mark.key} id={`${id}-${i}`} role="option" aria-selected={mark.isChosen ?? false}>
          {mark.text}
        </div>
      ))}
    </div>
  );
}
