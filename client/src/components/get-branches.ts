import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Filters } from "../lib/address";
import { answer, api, asCsv } from "../lib/api";
import type { rankings } from "../lib/sorts";
import type { Definition } from "../lib/words";

const path = "/api/v1/branches/performance";
type Question = Filters & { definition: Definition; sort?: (typeof rankings)[number] };

export const branches = (query: Question) =>
  queryOptions({
    queryKey: ["branches", query],
    queryFn: ({ signal }) => answer(api.GET(path, { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const branchesCsv = (query: Question) => answer(api.GET(path, { params: { query }, ...asCsv }));
