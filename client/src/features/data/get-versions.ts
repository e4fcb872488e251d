import { queryOptions } from "@tanstack/react-query";
import { answer, api, asCsv } from "../../lib/api";

const path = "/api/v1/data/versions";

/** Every version of the book, newest first. */
export const versions = () =>
  queryOptions({
    queryKey: ["versions"],
    queryFn: ({ signal }) => answer(api.GET(path, { params: { query: { limit: 1000 } }, signal })),
  });

export const versionsCsv = () => answer(api.GET(path, asCsv));
