import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../../lib/api";

/** How files can be read; the same for all data. */
export const profiles = () =>
  queryOptions({
    queryKey: ["profiles"],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/profiles", { signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
