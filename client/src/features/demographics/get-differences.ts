import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Filters } from "../../lib/address";
import { answer, api, asCsv } from "../../lib/api";
import type { Definition } from "../../lib/words";
import { people } from "./people";

const path = "/api/v1/portfolio/differences";
const asked = (filters: Filters, definition: Definition) => ({
  params: { query: { ...filters, definition, by: people.map((p) => p.by) } },
});

/** Which attributes of people go with default, tested together. */
export const differences = (filters: Filters, definition: Definition) =>
  queryOptions({
    queryKey: ["differences", "people", filters, definition],
    queryFn: ({ signal }) => answer(api.GET(path, { ...asked(filters, definition), signal })),
    placeholderData: keepPreviousData,
  });

export const differencesCsv = (filters: Filters, definition: Definition) =>
  answer(api.GET(path, { ...asked(filters, definition), ...asCsv }));
