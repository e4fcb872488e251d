import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import { answer, api, asCsv } from "../../lib/api";

const path = "/api/v1/segments/{id}/members";
const asked = (segmentation: string, id: number) => ({
  params: { path: { id }, query: { segmentation } },
});

export const members = (segmentation: string, id: number) =>
  infiniteQueryOptions({
    queryKey: ["members", segmentation, id],
    queryFn: ({ signal, pageParam }) => {
      const { path: of, query } = asked(segmentation, id).params;
      const page = { ...query, limit: pageParam ? 100 : 25, cursor: pageParam ?? undefined };
      return answer(api.GET(path, { params: { path: of, query: page }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });

export const membersCsv = (segmentation: string, id: number) =>
  answer(api.GET(path, { ...asked(segmentation, id), ...asCsv }));
