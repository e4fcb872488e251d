import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Filters } from "../lib/address";
import { answer, api, asCsv } from "../lib/api";
import type { Definition } from "../lib/words";

const path = "/api/v1/portfolio/plan-position";
const asked = (filters: Filters, definition: Definition) => ({
  params: { query: { ...filters, definition } },
});

/** Where loans stand against a level plan, and the flags of their terms: implied, not observed. */
export const planPosition = (filters: Filters, definition: Definition) =>
  queryOptions({
    queryKey: ["plan-position", filters, definition],
    queryFn: ({ signal }) => answer(api.GET(path, { ...asked(filters, definition), signal })),
    placeholderData: keepPreviousData,
  });

export const planPositionCsv = (filters: Filters, definition: Definition) =>
  answer(api.GET(path, { ...asked(filters, definition), ...asCsv }));
