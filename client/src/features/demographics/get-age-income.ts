import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Filters } from "../../lib/address";
import { answer, api, asCsv } from "../../lib/api";
import type { Definition } from "../../lib/words";

const path = "/api/v1/portfolio/breakdown";
const asked = (filters: Filters, definition: Definition) => ({
  params: { query: { ...filters, by: ["ageBand", "incomeBand"], definition } },
});

/** The measures of each age band within each income band. */
export const ageIncome = (filters: Filters, definition: Definition) =>
  queryOptions({
    queryKey: ["breakdown", "ageBand", "incomeBand", filters, definition],
    queryFn: ({ signal }) => answer(api.GET(path, { ...asked(filters, definition), signal })),
    placeholderData: keepPreviousData,
  });

export const ageIncomeCsv = (filters: Filters, definition: Definition) =>
  answer(api.GET(path, { ...asked(filters, definition), ...asCsv }));
