import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Filters } from "../../lib/address";
import { answer, api, asCsv } from "../../lib/api";
import type { Definition } from "../../lib/words";
import { unitOf } from "./income-relation-data";

const path = "/api/v1/demographics/performance";
const asked = (filters: Filters, definition: Definition) => ({
  params: { query: { ...filters, definition, by: "income" as const, unit: unitOf(definition) } },
});

export const incomeRelation = (filters: Filters, definition: Definition) =>
  queryOptions({
    queryKey: ["income-relation", filters, definition],
    queryFn: ({ signal }) => answer(api.GET(path, { ...asked(filters, definition), signal })),
    placeholderData: keepPreviousData,
  });

export const incomeRelationCsv = (filters: Filters, definition: Definition) =>
  answer(api.GET(path, { ...asked(filters, definition), ...asCsv }));
