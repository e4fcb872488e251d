import { useSearchParams } from "react-router";
import type { paths } from "./schema";

/** Filters that take several values, by the API's parameter name, with their word on screen. */
export const listFilters = {
  region: "Region",
  branchId: "Branch",
  product: "Product",
  status: "Status",
  ageBand: "Age",
  gender: "Gender",
  employment: "Employment",
  incomeBand: "Income",
  term: "Term",
  startYear: "Year",
} as const;
export type ListFilter = keyof typeof listFilters;

export const definitions = {
  count: "loans that defaulted / all loans",
  amount: "principal of defaulted / of all loans",
  balance: "balance of defaulted / of all loans",
  booked: "defaulted / loans not merely approved",
  resolved: "defaulted / (defaulted + fully paid)",
  perLoanYear: "defaulted loans a year on the book",
} as const;
export type Definition = keyof typeof definitions;

type Question = NonNullable<paths["/api/v1/portfolio/summary"]["get"]["parameters"]["query"]>;
export type Filters = Pick<Question, ListFilter | "startedFrom" | "startedTo">;

const statuses = ["approved", "active", "fully_paid", "defaulted", "written_off"];
const genders = ["female", "male", "other", "unknown"];

/** Reads the filters out of a query string; what is no filter is left out. */
export function readFilters(search: URLSearchParams): Filters {
  const filters: Record<string, string | string[]> = {};
  for (const key of Object.keys(listFilters) as ListFilter[]) {
    const known = key === "status" ? statuses : key === "gender" ? genders : undefined;
    const values = search.getAll(key).filter((v) => known?.includes(v) ?? true);
    if (values.length > 0) filters[key] = values;
  }
  for (const key of ["startedFrom", "startedTo"] as const) {
    const value = search.get(key);
    if (value && /^\d{4}-\d{2}-\d{2}$/.test(value)) filters[key] = value;
  }
  return filters as Filters;
}

/** Adds the value where it is not in force, and takes it off where it is. */
export function toggled(search: URLSearchParams, key: ListFilter, value: string): URLSearchParams {
  const next = new URLSearchParams(search);
  const values = next.getAll(key);
  next.delete(key);
  for (const v of values.includes(value) ? values.filter((v) => v !== value) : [...values, value])
    next.append(key, v);
  return next;
}

/** The query string is the state: filters and definition, and how to change them. */
export function useFilters() {
  const [search, setSearch] = useSearchParams();
  const chosen = search.get("definition") ?? "count";
  return {
    search,
    filters: readFilters(search),
    definition: (chosen in definitions ? chosen : "count") as Definition,
    toggle: (key: ListFilter, value: string) => setSearch((s) => toggled(s, key, value)),
    set: (key: string, value: string) =>
      setSearch((s) => {
        const next = new URLSearchParams(s);
        if (value) next.set(key, value);
        else next.delete(key);
        return next;
      }),
    clear: () => setSearch({}),
  };
}
