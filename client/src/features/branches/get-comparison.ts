import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Filters } from "../../lib/address";
import { answer, api, asCsv } from "../../lib/api";
import type { Definition } from "../../lib/words";

const path = "/api/v1/branches/comparison";

/** Two branches, by their keys, and what their difference is split by. */
export type Pair = { left: string; right: string; by: string };

const asked = (pair: Pair, filters: Filters, definition: Definition) => ({
  params: { query: { ...filters, ...pair, definition } },
});

export const comparison = (pair: Pair, filters: Filters, definition: Definition) =>
  queryOptions({
    queryKey: ["comparison", pair, filters, definition],
    queryFn: ({ signal }) => answer(api.GET(path, { ...asked(pair, filters, definition), signal })),
    placeholderData: keepPreviousData,
  });

export const comparisonCsv = (pair: Pair, filters: Filters, definition: Definition) =>
  answer(api.GET(path, { ...asked(pair, filters, definition), ...asCsv }));
