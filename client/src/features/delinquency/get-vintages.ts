import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, api, asCsv } from "../../lib/api";
import type { operations } from "../../lib/schema";

const path = "/api/v1/delinquency/vintages";
type Question = NonNullable<operations["GetVintages"]["parameters"]["query"]>;

export const vintages = (query: Question) =>
  queryOptions({
    queryKey: ["vintages", query],
    queryFn: ({ signal }) => answer(api.GET(path, { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const vintagesCsv = (query: Question) => answer(api.GET(path, { params: { query }, ...asCsv }));
