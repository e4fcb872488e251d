import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Filters } from "../lib/address";
import { answer, api } from "../lib/api";
import type { Definition } from "../lib/words";

export const summary = (filters: Filters, definition: Definition) =>
  queryOptions({
    queryKey: ["summary", filters, definition],
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/portfolio/summary", { params: { query: { ...filters, definition } }, signal })),
    placeholderData: keepPreviousData,
  });
