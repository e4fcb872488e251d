import type { ReactNode } from "react";
import { Link } from "react-router";
import { type Filters, type ListFilter, narrowed, refiltered } from "../lib/address";
import { useFilters } from "../lib/filters";
import { asCount } from "../lib/format";

type Props = {
  /** How many loans the list will show; the figure's own count. */
  count?: number;
  /** The filters that the figure was asked under, where it was not under all those in force. */
  under?: Filters;
  /** Filters beside those: both hold. */
  also?: Partial<Record<ListFilter, readonly string[]>>;
  /** The column that the list begins sorted by. */
  sort?: string;
  children?: ReactNode;
};

/** Opens the very loans behind a figure; no link where the filters in force leave none. */
export function LoansLink({ count, under, also = {}, sort, children }: Props) {
  const { query } = useFilters();
  const inForce = new URLSearchParams(query);
  const search = narrowed(under ? refiltered(inForce, under) : inForce, also);
  if (!search || count === 0) return children ?? null;
  if (sort) search.set("sort", sort);
  return (
    <Link to={{ pathname: "/loans", search: search.toString() }}>
      {children ?? <>Show loans{count !== undefined && ` (${asCount(count)})`}</>}
    </Link>
  );
}
