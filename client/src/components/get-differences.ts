import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Filters } from "../lib/address";
import { answer, api, asCsv } from "../lib/api";
import type { Definition } from "../lib/words";

const path = "/api/v1/portfolio/differences";
const asked = (filters: Filters, definition: Definition, by?: string[]) => ({
  params: { query: { ...filters, definition, by } },
});

/** Which attributes go with default beyond chance; without `by` all that the book has, tested together. */
export const differences = (filters: Filters, definition: Definition, by?: string[]) =>
  queryOptions({
    queryKey: ["differences", filters, definition, by],
    queryFn: ({ signal }) => answer(api.GET(path, { ...asked(filters, definition, by), signal })),
    placeholderData: keepPreviousData,
  });

export const differencesCsv = (filters: Filters, definition: Definition, by?: string[]) =>
  answer(api.GET(path, { ...asked(filters, definition, by), ...asCsv }));
