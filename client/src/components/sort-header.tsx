import type { ReactNode } from "react";

type Props = {
  sorted?: "ascending" | "descending";
  onSort: () => void;
  isText?: boolean;
  children: ReactNode;
};

/** A column's head that sorts by it. */
export function SortHeader({ sorted, onSort, isText = false, children }: Props) {
  return (
    <th scope="col" aria-sort={sorted ?? "none"} className={isText ? "text" : undefined}>
      <button type="button" className="sort" onClick={onSort}>
        {sorted && <span aria-hidden="true">{sorted === "ascending" ? "↑ " : "↓ "}</span>}
        {children}
      </button>
    </th>
  );
}
