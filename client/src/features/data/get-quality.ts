import { queryOptions } from "@tanstack/react-query";
import { answer, api, asCsv } from "../../lib/api";

const path = "/api/v1/data/quality";

export const quality = () =>
  queryOptions({
    queryKey: ["quality"],
    queryFn: ({ signal }) => answer(api.GET(path, { signal })),
  });

export const qualityCsv = () => answer(api.GET(path, asCsv));
