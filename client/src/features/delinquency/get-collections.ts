import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, api, asCsv } from "../../lib/api";
import type { operations } from "../../lib/schema";

const path = "/api/v1/delinquency/collections";
type Question = NonNullable<operations["GetCollections"]["parameters"]["query"]>;

export const collections = (query: Question) =>
  queryOptions({
    queryKey: ["collections", query],
    queryFn: ({ signal }) => answer(api.GET(path, { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const collectionsCsv = (query: Question) => answer(api.GET(path, { params: { query }, ...asCsv }));
