import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Filters } from "../../lib/address";
import { answer, api, asCsv } from "../../lib/api";
import type { Definition } from "../../lib/words";

const path = "/api/v1/regions/performance";
type Question = Filters & { definition: Definition };

/** The regions, those with most outstanding first. */
export const regions = (query: Question) =>
  queryOptions({
    queryKey: ["regions", query],
    queryFn: ({ signal }) => answer(api.GET(path, { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const regionsCsv = (query: Question) => answer(api.GET(path, { params: { query }, ...asCsv }));
