import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, api, asCsv } from "../../lib/api";
import type { operations } from "../../lib/schema";

const path = "/api/v1/delinquency/transitions";
type Question = NonNullable<operations["GetTransitions"]["parameters"]["query"]>;

export const transitions = (query: Question) =>
  queryOptions({
    queryKey: ["transitions", query],
    queryFn: ({ signal }) => answer(api.GET(path, { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const transitionsCsv = (query: Question) => answer(api.GET(path, { params: { query }, ...asCsv }));
