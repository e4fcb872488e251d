import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, api, asCsv } from "../../lib/api";
import type { operations } from "../../lib/schema";

const path = "/api/v1/delinquency/losses";
type Question = NonNullable<operations["GetLosses"]["parameters"]["query"]>;

export const losses = (query: Question) =>
  queryOptions({
    queryKey: ["losses", query],
    queryFn: ({ signal }) => answer(api.GET(path, { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const lossesCsv = (query: Question) => answer(api.GET(path, { params: { query }, ...asCsv }));
