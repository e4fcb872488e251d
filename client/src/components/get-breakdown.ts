import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../lib/api";
import type { Definition, Filters } from "../lib/filters";

export const breakdown = (by: string, filters: Filters, definition: Definition) =>
  queryOptions({
    queryKey: ["breakdown", by, filters, definition],
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/v1/portfolio/breakdown", {
          params: { query: { ...filters, by: [by], definition } },
          signal,
        }),
      ),
  });
