import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, api, asCsv } from "../../lib/api";

const path = "/api/v1/segments/{id}/members";
const asked = (segmentation: string, id: number) => ({
  params: { path: { id }, query: { segmentation } },
});

export const members = (segmentation: string, id: number) =>
  queryOptions({
    queryKey: ["members", segmentation, id],
    queryFn: ({ signal }) => answer(api.GET(path, { ...asked(segmentation, id), signal })),
    placeholderData: keepPreviousData,
  });

export const membersCsv = (segmentation: string, id: number) =>
  answer(api.GET(path, { ...asked(segmentation, id), ...asCsv }));
