import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Filters } from "../../lib/address";
import { answer, api, asCsv } from "../../lib/api";
import type { Definition } from "../../lib/words";

const path = "/api/v1/segments";

/** What the segments are asked under: all filters but their own, so that they can be compared. */
export type Question = Filters & { segmentation: string; definition: Definition };

export const segments = (query: Question) =>
  queryOptions({
    queryKey: ["segments", query],
    queryFn: ({ signal }) => answer(api.GET(path, { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const segmentsCsv = (query: Question) => answer(api.GET(path, { params: { query }, ...asCsv }));

export const renameSegment = (segmentation: string, id: number, name: string, tag: string) =>
  answer(
    api.PUT("/api/v1/segments/{id}/name", {
      params: { path: { id }, query: { segmentation }, header: { "If-Match": tag } },
      body: { name },
    }),
  );
