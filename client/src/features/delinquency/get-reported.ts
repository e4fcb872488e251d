import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, api, asCsv } from "../../lib/api";
import type { operations } from "../../lib/schema";

const path = "/api/v1/delinquency/differences";
type Question = NonNullable<operations["ListReportedDifferences"]["parameters"]["query"]>;

/** As many of the largest differences as are read; the file has all of them. */
export const most = 100;

export const reported = (query: Question) =>
  queryOptions({
    queryKey: ["reported", query],
    queryFn: ({ signal }) => answer(api.GET(path, { params: { query: { ...query, limit: most } }, signal })),
    placeholderData: keepPreviousData,
  });

export const reportedCsv = (query: Question) => answer(api.GET(path, { params: { query }, ...asCsv }));
