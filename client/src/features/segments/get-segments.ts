import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, api, asCsv } from "../../lib/api";
import type { Definition } from "../../lib/words";

const path = "/api/v1/segments";
const asked = (segmentation: string, definition: Definition) => ({
  params: { query: { segmentation, definition } },
});

export const segments = (segmentation: string, definition: Definition) =>
  queryOptions({
    queryKey: ["segments", segmentation, definition],
    queryFn: ({ signal }) => answer(api.GET(path, { ...asked(segmentation, definition), signal })),
    placeholderData: keepPreviousData,
  });

export const segmentsCsv = (segmentation: string, definition: Definition) =>
  answer(api.GET(path, { ...asked(segmentation, definition), ...asCsv }));
