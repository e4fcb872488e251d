import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Filters } from "../../lib/address";
import { answer, api, asCsv } from "../../lib/api";
import type { Definition } from "../../lib/words";

const path = "/api/v1/portfolio/change";
/** Two periods of origination, of one length, and what their loans are grouped by. */
export type Comparison = { from: string; to: string; by: string };
const asked = (question: Comparison, filters: Filters, definition: Definition) => ({
  params: { query: { ...filters, ...question, definition } },
});

export const change = (question: Comparison, filters: Filters, definition: Definition) =>
  queryOptions({
    queryKey: ["change", question, filters, definition],
    queryFn: ({ signal }) => answer(api.GET(path, { ...asked(question, filters, definition), signal })),
    placeholderData: keepPreviousData,
  });

export const changeCsv = (question: Comparison, filters: Filters, definition: Definition) =>
  answer(api.GET(path, { ...asked(question, filters, definition), ...asCsv }));
