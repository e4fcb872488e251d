import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Filters } from "../../lib/address";
import { answer, api, asCsv } from "../../lib/api";

const path = "/api/v1/delinquency/aging";
type Question = Filters & { asOf?: string };

export const aging = (query: Question) =>
  queryOptions({
    queryKey: ["aging", query],
    queryFn: ({ signal }) => answer(api.GET(path, { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const agingCsv = (query: Question) => answer(api.GET(path, { params: { query }, ...asCsv }));
