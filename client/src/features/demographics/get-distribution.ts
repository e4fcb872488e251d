import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Filters } from "../../lib/address";
import { answer, api } from "../../lib/api";

export const distribution = (query: Filters) =>
  queryOptions({
    queryKey: ["distribution", query],
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/demographics/distribution", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
