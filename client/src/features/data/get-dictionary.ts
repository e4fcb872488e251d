import { queryOptions } from "@tanstack/react-query";
import { answer, api, asCsv } from "../../lib/api";

const path = "/api/v1/data/dictionary";

export const dictionary = () =>
  queryOptions({
    queryKey: ["dictionary"],
    queryFn: ({ signal }) => answer(api.GET(path, { signal })),
  });

export const dictionaryCsv = () => answer(api.GET(path, asCsv));
