import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import { answer, api, asFile } from "../../lib/api";

const path = "/api/v1/segments/{id}/members";

export const members = (segmentation: string, id: number) =>
  infiniteQueryOptions({
    queryKey: ["members", segmentation, id],
    queryFn: ({ signal, pageParam }) =>
      answer(
        api.GET(path, {
          params: {
            path: { id },
            query: { segmentation, limit: pageParam ? 100 : 25, cursor: pageParam ?? undefined },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });

/** The whole segment as a file, with its customers' ids or with keyed hashes of them. */
export const membersFile = (
  form: "CSV" | "Parquet",
  segmentation: string,
  id: number,
  pseudonymous: boolean,
) =>
  answer(api.GET(path, { params: { path: { id }, query: { segmentation, pseudonymous } }, ...asFile(form) }));
