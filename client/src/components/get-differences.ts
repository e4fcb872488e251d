import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Filters } from "../lib/address";
import { answer, api } from "../lib/api";
import type { Definition } from "../lib/words";

/** Which attributes go with default beyond chance; without `by` all that the book has, tested together. */
export const differences = (filters: Filters, definition: Definition, by?: string[]) =>
  queryOptions({
    queryKey: ["differences", filters, definition, by],
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/v1/portfolio/differences", {
          params: { query: { ...filters, definition, by } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
