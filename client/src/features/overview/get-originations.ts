import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Filters } from "../../lib/address";
import { answer, api, asCsv } from "../../lib/api";
import type { Definition } from "../../lib/words";

const path = "/api/v1/portfolio/trend";
const asked = (filters: Filters, definition: Definition) => ({
  params: { query: { ...filters, definition, interval: "quarter" as const } },
});

export const originations = (filters: Filters, definition: Definition) =>
  queryOptions({
    queryKey: ["originations", filters, definition],
    queryFn: ({ signal }) => answer(api.GET(path, { ...asked(filters, definition), signal })),
    placeholderData: keepPreviousData,
  });

export const originationsCsv = (filters: Filters, definition: Definition) =>
  answer(api.GET(path, { ...asked(filters, definition), ...asCsv }));
