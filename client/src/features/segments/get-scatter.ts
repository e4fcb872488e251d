import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, api, asCsv } from "../../lib/api";

const path = "/api/v1/segments/scatter";
const limit = 600;
const asked = (segmentation: string, x: string, y: string) => ({
  params: { query: { segmentation, x, y, limit } },
});

/** A sample of members over two features. */
export const scatter = (segmentation: string, x: string, y: string) =>
  queryOptions({
    queryKey: ["scatter", segmentation, x, y],
    queryFn: ({ signal }) => answer(api.GET(path, { ...asked(segmentation, x, y), signal })),
    placeholderData: keepPreviousData,
  });

export const scatterCsv = (segmentation: string, x: string, y: string) =>
  answer(api.GET(path, { ...asked(segmentation, x, y), ...asCsv }));
