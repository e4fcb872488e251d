import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Filters } from "../../lib/address";
import { answer, api, asCsv } from "../../lib/api";
import type { Outcome } from "../../lib/risk";
import type { LoanDefinition } from "../../lib/words";

const path = "/api/v1/characteristics";
type Question = Filters & { outcome: Outcome; definition: LoanDefinition };

/** What goes with an outcome. */
export const characteristics = (query: Question) =>
  queryOptions({
    queryKey: ["characteristics", query],
    queryFn: ({ signal }) => answer(api.GET(path, { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const characteristicsCsv = (query: Question) => answer(api.GET(path, { params: { query }, ...asCsv }));
