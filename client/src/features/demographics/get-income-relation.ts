import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Filters } from "../../lib/address";
import { answer, api } from "../../lib/api";
import type { Definition } from "../../lib/words";

export const incomeRelation = (filters: Filters, definition: Definition) =>
  queryOptions({
    queryKey: ["income-relation", filters, definition],
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/v1/demographics/performance", {
          params: { query: { ...filters, definition, by: "income" } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
