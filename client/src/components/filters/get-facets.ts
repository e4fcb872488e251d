import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Filters } from "../../lib/address";
import { answer, api } from "../../lib/api";

/** What each filter can be set to, counted under all the other filters: one request for the whole bar. */
export const facets = (query: Filters) =>
  queryOptions({
    queryKey: ["facets", query],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/portfolio/facets", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
