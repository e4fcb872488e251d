import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Filters } from "../lib/address";
import { answer, api, asCsv } from "../lib/api";
import type { Interval } from "../lib/sorts";
import type { Definition } from "../lib/words";

const path = "/api/v1/portfolio/trend";
const asked = (interval: Interval, filters: Filters, definition: Definition) => ({
  params: { query: { ...filters, definition, interval } },
});

/** The periods in which loans were made, with how those loans stand now. */
export const originations = (interval: Interval, filters: Filters, definition: Definition) =>
  queryOptions({
    queryKey: ["originations", interval, filters, definition],
    queryFn: ({ signal }) => answer(api.GET(path, { ...asked(interval, filters, definition), signal })),
    placeholderData: keepPreviousData,
  });

export const originationsCsv = (interval: Interval, filters: Filters, definition: Definition) =>
  answer(api.GET(path, { ...asked(interval, filters, definition), ...asCsv }));
