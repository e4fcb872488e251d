import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, api, asCsv } from "../../lib/api";
import type { operations } from "../../lib/schema";

const path = "/api/v1/delinquency/survival";
type Question = NonNullable<operations["GetSurvival"]["parameters"]["query"]>;

export const survival = (query: Question) =>
  queryOptions({
    queryKey: ["survival", query],
    queryFn: ({ signal }) => answer(api.GET(path, { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const survivalCsv = (query: Question) => answer(api.GET(path, { params: { query }, ...asCsv }));
