import { useCallback } from "react";
import { useNavigate } from "react-router";
import { type Filters, type ListFilter, narrowed, refiltered } from "../../lib/address";
import { useFilters } from "../../lib/filters";
import { monthEnd } from "./months";

/** Filters of a list of loans. */
export type Also = Partial<Record<ListFilter, readonly string[]>>;

/** The loans that stand in these buckets on the day looked at, which is that of the data where none is named; undefined where the list cannot tell,
 * within a month that is over. */
export function bucketsOn(asOf: string | undefined, buckets: readonly string[]): Also | undefined {
  if (asOf === undefined) return { delinquencyBucket: buckets };
  if (monthEnd(asOf) !== asOf) return undefined;
  return { stateAt: buckets.map((bucket) => `${asOf}:${bucket}:owing`) };
}

/** The loans that were in one of some states at a month's end and in one of others at the next. */
export const moved = (to: string, before: readonly string[], after: readonly string[]): Also => ({
  stateAt: [...before.map((s) => `${monthEnd(to, 1)}:${s}`), ...after.map((s) => `${to}:${s}`)],
});

/** Opens the list of the loans behind a mark. */
export function useOpenLoans(under: Filters): (also: Also | undefined) => void {
  const { query } = useFilters();
  const navigate = useNavigate();
  return useCallback(
    (also) => {
      const search = also && narrowed(refiltered(new URLSearchParams(query), under), also);
      if (search) void navigate({ pathname: "/loans", search: search.toString() });
    },
    [query, navigate, under],
  );
}
