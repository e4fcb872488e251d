import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Filters } from "../lib/address";
import { answer, api, asCsv } from "../lib/api";
import type { Definition } from "../lib/words";

const path = "/api/v1/portfolio/breakdown";
const asked = (by: string, filters: Filters, definition: Definition) => ({
  params: { query: { ...filters, by: [by], definition } },
});

export const breakdown = (by: string, filters: Filters, definition: Definition) =>
  queryOptions({
    queryKey: ["breakdown", by, filters, definition],
    queryFn: ({ signal }) => answer(api.GET(path, { ...asked(by, filters, definition), signal })),
    placeholderData: keepPreviousData,
  });

export const breakdownCsv = (by: string, filters: Filters, definition: Definition) =>
  answer(api.GET(path, { ...asked(by, filters, definition), ...asCsv }));
