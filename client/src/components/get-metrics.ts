import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../lib/api";

/** What every figure means; the same for all filters. */
export const metrics = () =>
  queryOptions({
    queryKey: ["metrics"],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/metrics", { signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
