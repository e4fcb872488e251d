import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import type { Filters } from "../../lib/address";
import { answer, api, asFile } from "../../lib/api";

const path = "/api/v1/loans";
type Question = Filters & { sort?: string };

/** Rows that one request brings; the reader scrolls through them before the next is asked for. */
const pageSize = 500;

export const loans = (query: Question) =>
  infiniteQueryOptions({
    queryKey: ["loans", query],
    queryFn: ({ signal, pageParam }) =>
      answer(
        api.GET(path, {
          params: { query: { ...query, limit: pageSize, cursor: pageParam ?? undefined } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });

/** All of the loans, as a file. */
export const loansAs = (form: "CSV" | "Parquet", query: Question) =>
  answer(api.GET(path, { params: { query }, ...asFile(form) }));
