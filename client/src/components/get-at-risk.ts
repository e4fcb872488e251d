import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Filters } from "../lib/address";
import { answer, api, asCsv } from "../lib/api";
import type { Interval } from "../lib/sorts";

const path = "/api/v1/delinquency/portfolio-at-risk";
type Question = Filters & { days?: number[]; interval?: Interval; asOf?: string };

/** What is at risk, at one day or at the ends of periods up to it. */
export const atRisk = (query: Question) =>
  queryOptions({
    queryKey: ["at-risk", query],
    queryFn: ({ signal }) => answer(api.GET(path, { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const atRiskCsv = (query: Question) => answer(api.GET(path, { params: { query }, ...asCsv }));
