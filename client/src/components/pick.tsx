import type { ReactNode } from "react";

type Props = { isChosen?: boolean; onPick: () => void; children: ReactNode };

/** A name in a table that adds its filter, and takes it off again. */
export function Pick({ isChosen = false, onPick, children }: Props) {
  return (
    <button type="button" className="quiet" aria-pressed={isChosen} onClick={onPick}>
      {children}
    </button>
  );
}
