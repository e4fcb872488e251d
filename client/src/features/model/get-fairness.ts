import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, api, asCsv } from "../../lib/api";
import type { operations } from "../../lib/schema";

const path = "/api/v1/risk/fairness";
type Question = NonNullable<operations["GetFairness"]["parameters"]["query"]>;

/** A share of the loans that counts as flagged, as the server takes it. */
export type FlaggedPercent = NonNullable<Question["flaggedPercent"]>;

export const fairness = (query: Question) =>
  queryOptions({
    queryKey: ["fairness", query],
    queryFn: ({ signal }) => answer(api.GET(path, { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const fairnessCsv = (query: Question) => answer(api.GET(path, { params: { query }, ...asCsv }));
