import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, api, asCsv } from "../../lib/api";
import type { operations } from "../../lib/schema";

const path = "/api/v1/delinquency/payment-behaviour";
type Question = NonNullable<operations["GetPaymentBehaviour"]["parameters"]["query"]>;

export const punctuality = (query: Question) =>
  queryOptions({
    queryKey: ["payment-behaviour", query],
    queryFn: ({ signal }) => answer(api.GET(path, { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const punctualityCsv = (query: Question) => answer(api.GET(path, { params: { query }, ...asCsv }));
