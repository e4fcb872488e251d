import { useQueries } from "@tanstack/react-query";
import { type ListFilter, without } from "../lib/address";
import { useFilters } from "../lib/filters";
import { endOf } from "./breakdown-data";
import { breakdown } from "./get-breakdown";

/** The end of one scale for the default rates of several dimensions, so that their cards compare; undefined until all are known. */
export function useCommonEnd(dimensions: readonly (ListFilter & string)[]): number | undefined {
  const { filters, definition } = useFilters();
  const answers = useQueries({
    queries: dimensions.map((by) => breakdown(by, without(filters, by), definition)),
  });
  const ends = answers.map((a) => a.data && endOf(a.data.data.rows));
  return ends.every((end) => end !== undefined) ? Math.max(...ends) : undefined;
}
