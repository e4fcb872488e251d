import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../../lib/api";
import type { Definition, Filters } from "../../lib/filters";

export const summary = (filters: Filters, definition: Definition) =>
  queryOptions({
    queryKey: ["summary", filters, definition],
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/portfolio/summary", { params: { query: { ...filters, definition } }, signal })),
  });

export const trend = (filters: Filters, definition: Definition) =>
  queryOptions({
    queryKey: ["trend", filters, definition],
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/v1/portfolio/trend", {
          params: { query: { ...filters, definition, interval: "quarter" } },
          signal,
        }),
      ),
  });
