import type { operations } from "./schema";
import { definitions } from "./words";

/** The filter set, by the API's own parameter names. */
export type Filters = NonNullable<operations["GetPortfolioFacets"]["parameters"]["query"]>;
/** Filters that take several values. */
export type ListFilter = {
  [K in keyof Filters]-?: NonNullable<Filters[K]> extends string[] ? K : never;
}[keyof Filters];

/** Reads a parameter's value, tidied; says undefined where it is not what it should be. */
export type Check = { read: (value: string) => string | undefined; what: string };
/** A parameter that was left out of the address, and why. */
export type Dropped = { key: string; value: string; why: string };

const matching = (pattern: RegExp, what: string): Check => ({
  read: (v) => (pattern.test(v) ? v : undefined),
  what,
});
export const oneOf = (words: readonly string[]): Check => ({
  read: (v) => words.find((w) => w.toLowerCase() === v.toLowerCase()),
  what: `one of ${words.join(", ")}`,
});
const words = matching(/\S/, "a name");
const number: Check = {
  read: (v) => (v.trim() !== "" && Number.isFinite(Number(v)) ? v : undefined),
  what: "a number",
};
export const wholeNumber = matching(/^\d{1,9}$/, "a whole number");
export const identifier = matching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, "an identifier");
const date: Check = {
  read: (v) => {
    const day = /^\d{4}-\d{2}-\d{2}$/.test(v) ? new Date(`${v}T00:00:00Z`) : undefined;
    return day && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(v) ? v : undefined;
  },
  what: "a date such as 2024-12-31",
};

const lists: Record<ListFilter, Check> = {
  region: words,
  branchId: words,
  city: words,
  product: words,
  status: oneOf(["approved", "active", "fully_paid", "defaulted", "written_off"]),
  ageBand: words,
  gender: oneOf(["female", "male", "other", "unknown"]),
  employment: words,
  incomeBand: words,
  amountBand: words,
  rateBand: words,
  term: words,
  startYear: matching(/^\d{4}$/, "a year"),
  startQuarter: matching(/^\d{4}-Q[1-4]$/, "a quarter such as 2024-Q2"),
  startMonth: matching(/^\d{4}-(0[1-9]|1[0-2])$/, "a month such as 2024-05"),
  finding: matching(/^[a-z]+(-[a-z]+)+$/i, "the name of a finding"),
  attribute: matching(/^[^:]+:./, "a name and a value"),
};
type Bound = Exclude<keyof Filters, ListFilter>;
const bounds: Record<Bound, Check> = {
  startedFrom: date,
  startedTo: date,
  minMonthsOnBook: wholeNumber,
  ageMin: wholeNumber,
  ageMax: wholeNumber,
  incomeMin: number,
  incomeMax: number,
  principalMin: number,
  principalMax: number,
  rateMin: number,
  rateMax: number,
};
const pairs: [Bound, Bound][] = [
  ["startedFrom", "startedTo"],
  ["ageMin", "ageMax"],
  ["incomeMin", "incomeMax"],
  ["principalMin", "principalMax"],
  ["rateMin", "rateMax"],
];

export const listFilters = Object.keys(lists) as ListFilter[];
export const boundFilters = Object.keys(bounds) as Bound[];
const shared: Record<string, Check> = { ...lists, ...bounds, definition: oneOf(Object.keys(definitions)) };
const several = new Set<string>(listFilters);

/** An address without what no page can use, and what was left out of it. `own`: the page's own parameters. */
export function tidied(
  search: URLSearchParams,
  own: Record<string, Check> = {},
): { clean: URLSearchParams; dropped: Dropped[] } {
  const known = { ...shared, ...own };
  const clean = new URLSearchParams();
  const dropped: Dropped[] = [];
  for (const [key, value] of search) {
    const check = Object.hasOwn(known, key) ? known[key] : undefined;
    const read = check?.read(value);
    if (!check) dropped.push({ key, value, why: "there is no such filter" });
    else if (read === undefined) dropped.push({ key, value, why: `it is not ${check.what}` });
    else if (several.has(key) ? clean.has(key, read) : clean.has(key))
      dropped.push({ key, value, why: "it was given before" });
    else clean.append(key, read);
  }
  for (const [low, high] of pairs) {
    const [from, to] = [clean.get(low), clean.get(high)];
    if (from === null || to === null || !isAbove(low, from, to)) continue;
    clean.delete(high);
    dropped.push({ key: high, value: to, why: `it lies before ${low}` });
  }
  return { clean, dropped };
}

const isAbove = (key: Bound, from: string, to: string) =>
  bounds[key] === date ? from > to : Number(from) > Number(to);

/** The filters of a tidy address, as the API takes them. */
export function filtersOf(clean: URLSearchParams): Filters {
  const filters: Record<string, string | number | string[]> = {};
  for (const key of listFilters) if (clean.has(key)) filters[key] = clean.getAll(key);
  for (const key of boundFilters) {
    const value = clean.get(key);
    if (value !== null) filters[key] = bounds[key] === date ? value : Number(value);
  }
  return filters as Filters;
}

/** What every page understands: filters and definition, without the page's own parameters. */
export function sharedOf(clean: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...clean].filter(([key]) => Object.hasOwn(shared, key)));
}

/** Adds the value where it is not in force, and takes it off where it is. */
export function toggled(search: URLSearchParams, key: ListFilter, value: string): URLSearchParams {
  const next = new URLSearchParams(search);
  if (next.has(key, value)) next.delete(key, value);
  else next.append(key, value);
  return next;
}

/** Sets a parameter that has one value; none takes it off. */
export function put(search: URLSearchParams, key: string, value: string | undefined): URLSearchParams {
  const next = new URLSearchParams(search);
  if (value) next.set(key, value);
  else next.delete(key);
  return next;
}

/** Takes every filter off; definition and the page's own parameters stay. */
export function withoutFilters(search: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...search].filter(([key]) => !(key in lists) && !(key in bounds)));
}
