import { useQueries } from "@tanstack/react-query";
import { type ListFilter, without } from "../lib/address";
import { useFilters } from "../lib/filters";
import { endOf } from "./breakdown-data";
import { breakdown } from "./get-breakdown";

type Rows = Parameters<typeof endOf>[0];
const none: Rows = [];

/** As far as the widest interval of several dimensions' cards reaches, and of other rows beside them: bars of one length then mean one rate. */
export function useCommonEnd(dimensions: readonly (ListFilter & string)[], also: Rows = none) {
  const { filters, definition } = useFilters();
  const answers = useQueries({
    queries: dimensions.map((by) => breakdown(by, without(filters, by), definition)),
  });
  return endOf([...answers.flatMap((a) => a.data?.data.rows ?? []), ...also]) || undefined;
}
