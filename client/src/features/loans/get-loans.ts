import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import type { Filters } from "../../lib/address";
import { answer, api, asCsv } from "../../lib/api";

export const loans = (query: Filters & { sort?: string }) =>
  infiniteQueryOptions({
    queryKey: ["loans", query],
    queryFn: ({ signal, pageParam }) =>
      answer(
        api.GET("/api/v1/loans", { params: { query: { ...query, cursor: pageParam ?? undefined } }, signal }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });

export const loansCsv = (query: Filters & { sort?: string }) =>
  answer(api.GET("/api/v1/loans", { params: { query }, ...asCsv }));
