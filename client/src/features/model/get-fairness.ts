import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, api, asCsv } from "../../lib/api";

const path = "/api/v1/risk/fairness";
type Question = { model: string; flaggedPercent: number };

export const fairness = (query: Question) =>
  queryOptions({
    queryKey: ["fairness", query],
    queryFn: ({ signal }) => answer(api.GET(path, { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const fairnessCsv = (query: Question) => answer(api.GET(path, { params: { query }, ...asCsv }));
