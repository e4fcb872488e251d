import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, api, asCsv } from "../../lib/api";
import type { operations } from "../../lib/schema";

const path = "/api/v1/delinquency/prepayment";
type Question = NonNullable<operations["GetPrepayment"]["parameters"]["query"]>;

export const prepayment = (query: Question) =>
  queryOptions({
    queryKey: ["prepayment", query],
    queryFn: ({ signal }) => answer(api.GET(path, { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const prepaymentCsv = (query: Question) => answer(api.GET(path, { params: { query }, ...asCsv }));
