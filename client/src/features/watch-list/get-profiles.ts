import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Filters } from "../../lib/address";
import { answer, api, asCsv } from "../../lib/api";

const path = "/api/v1/risk/support-profiles";
type Question = Filters & { leastCustomers: number };

/** Groups that are expected to lose most. */
export const profiles = (query: Question) =>
  queryOptions({
    queryKey: ["support profiles", query],
    queryFn: ({ signal }) => answer(api.GET(path, { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const profilesCsv = (query: Question) => answer(api.GET(path, { params: { query }, ...asCsv }));
