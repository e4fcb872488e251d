import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Filters } from "../../lib/address";
import { answer, api, asCsv } from "../../lib/api";

const path = "/api/v1/demographics/distribution";

export const distribution = (query: Filters) =>
  queryOptions({
    queryKey: ["distribution", query],
    queryFn: ({ signal }) => answer(api.GET(path, { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const distributionCsv = (query: Filters) => answer(api.GET(path, { params: { query }, ...asCsv }));
