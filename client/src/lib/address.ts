import * as z from "zod/mini";
import { states } from "./buckets";
import type { operations } from "./schema";
import { definitions, findingWords } from "./words";

/** The filter set, by the API's own parameter names. */
export type Filters = NonNullable<operations["GetPortfolioFacets"]["parameters"]["query"]>;
/** Filters that take several values. */
export type ListFilter = {
  [K in keyof Filters]-?: NonNullable<Filters[K]> extends string[] ? K : never;
}[keyof Filters];

/** What a parameter may be: read and tidied by its schema, or refused with the schema's words. */
export type Check = z.ZodMiniType<string, string>;
/** A parameter that was left out of the address, and why. */
export type Dropped = { key: string; value: string; why: string };

const matching = (pattern: RegExp, what: string): Check =>
  z.string().check(z.regex(pattern, `it is not ${what}`));
const readAs = (read: (value: string) => string | undefined, what: string): Check =>
  z.pipe(
    z.string(),
    z.transform((value, context) => {
      const known = read(value);
      if (known !== undefined) return known;
      context.issues.push({ code: "custom", message: `it is not ${what}`, input: value });
      return z.NEVER;
    }),
  );
export const oneOf = (words: readonly string[]): Check =>
  readAs((v) => words.find((w) => w.toLowerCase() === v.toLowerCase()), `one of ${words.join(", ")}`);
/** Several of the words, each once, as one text. */
export const someOf = (words: readonly string[], what: string): Check =>
  readAs(
    (v) => (v.split(",").every((w) => words.includes(w)) ? [...new Set(v.split(","))].join() : undefined),
    what,
  );
export const words = matching(/\S/, "a name");
const number = readAs((v) => (v.trim() !== "" && Number.isFinite(Number(v)) ? v : undefined), "a number");
export const wholeNumber = matching(/^\d{1,9}$/, "a whole number");
export const identifier = matching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, "an identifier");
/** A year, quarter or month of origination. */
export const period = matching(
  /^\d{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?$/,
  "a period such as 2024, 2024-Q2 or 2024-05",
);
/** What loans can be grouped by: a name of the API's, or a category of the lender's own. */
export const dimension = matching(
  /^(region|branch|city|product|status|ageBand|gender|employment|incomeBand|amountBand|rateBand|term|delinquencyBucket|planBand|pastMaturity|otherLoanDefaulted|loanToIncomeBand|instalmentsToIncomeBand|segment|riskBand|punctuality|attribute:.+)$/,
  "something that loans are grouped by, such as region, product or ageBand",
);
export const date: Check = z.iso.date("it is not a date such as 2024-12-31");

/** What may follow a state of stateAt, from the widest to the narrowest: all in it, of those with money owed, of those of them that were not renegotiated. */
const kinds = ["", ":owing", ":strict"];
const kindOf = (value: string) => kinds.findLastIndex((kind) => value.endsWith(kind));

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
  finding: oneOf(Object.keys(findingWords)),
  attribute: matching(/^[^:]+:./, "a name and a value"),
  delinquencyBucket: oneOf(states),
  stateAt: readAs((v) => {
    const [day = "", state = "", ...rest] = v.toLowerCase().split(":");
    const isKnown = date.safeParse(day).success && states.includes(state);
    return isKnown && kinds.includes(rest.map((kind) => `:${kind}`).join("")) ? v.toLowerCase() : undefined;
  }, "a day and a state such as 2024-03-31:31-60"),
  punctuality: oneOf(["punctual", "sometimes late", "mostly late", "nothing due", "unknown"]),
  planBand: oneOf(["<= 0", "0-1", "1-3", "3-6", "6-12", "> 12", "unknown"]),
  segment: matching(/^(\d{1,9}|unknown)$/, "the number of a segment"),
  riskBand: oneOf(["very low", "low", "moderate", "elevated", "high", "very high", "unknown"]),
  pastMaturity: oneOf(["yes", "no", "unknown"]),
  otherLoanDefaulted: oneOf(["yes", "no", "unknown"]),
  loanToIncomeBand: oneOf(["<0.25", "0.25-0.5", "0.5-1", "1-2", "2-4", "4+", "unknown"]),
  instalmentsToIncomeBand: oneOf([
    "none",
    "<0.1",
    "0.1-0.2",
    "0.2-0.3",
    "0.3-0.4",
    "0.4-0.5",
    "0.5+",
    "unknown",
  ]),
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
  daysPastDueMin: wholeNumber,
  daysPastDueMax: wholeNumber,
};
const pairs: [Bound, Bound][] = [
  ["startedFrom", "startedTo"],
  ["ageMin", "ageMax"],
  ["incomeMin", "incomeMax"],
  ["principalMin", "principalMax"],
  ["rateMin", "rateMax"],
  ["daysPastDueMin", "daysPastDueMax"],
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
    const read = check?.safeParse(value);
    if (!read) dropped.push({ key, value, why: "there is no such filter" });
    else if (!read.success)
      dropped.push({ key, value, why: read.error.issues[0]?.message ?? "it cannot be read" });
    else if (several.has(key) ? clean.has(key, read.data) : clean.has(key))
      dropped.push({ key, value, why: "it was given before" });
    else clean.append(key, read.data);
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

/** Puts these values in the place of those that their filters have; none takes a filter off. */
export function replaced(
  search: URLSearchParams,
  values: Partial<Record<ListFilter, readonly string[]>>,
): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const [key, list] of Object.entries(values)) {
    next.delete(key);
    for (const value of list) next.append(key, value);
  }
  return next;
}

/** The filters in force and these as well; undefined where no loan can match both. */
export function narrowed(
  search: URLSearchParams,
  also: Partial<Record<ListFilter, readonly string[]>>,
): URLSearchParams | undefined {
  const next = new URLSearchParams(search);
  for (const [key, values] of Object.entries(also)) {
    const aboutOf = (value: string) =>
      key === "stateAt" || key === "attribute" ? value.split(":", 1)[0] : "";
    for (const about of new Set(values.map(aboutOf))) {
      const inForce = next.getAll(key).filter((v) => aboutOf(v) === about);
      const wanted = values.filter((v) => aboutOf(v) === about);
      const both = inForce.length === 0 ? wanted : wanted.flatMap((v) => inBoth(v, inForce));
      if (both.length === 0) return undefined;
      for (const value of inForce) next.delete(key, value);
      for (const value of both) next.append(key, value);
    }
  }
  return next;
}

/** What is left of a value under those in force: of the kinds of a state the narrower. */
const inBoth = (value: string, inForce: readonly string[]) => {
  const stateOf = (v: string) => v.slice(0, v.length - (kinds[kindOf(v)] ?? "").length);
  const same = inForce.filter((v) => stateOf(v) === stateOf(value));
  if (same.length === 0) return [];
  const kind = Math.max(kindOf(value), Math.min(...same.map(kindOf)));
  return [stateOf(value) + kinds[kind]];
};

/** The query string of these filters in the place of those that it has. */
export function refiltered(search: URLSearchParams, filters: Filters): URLSearchParams {
  const next = withoutFilters(search);
  for (const [key, value] of Object.entries(filters))
    for (const v of Array.isArray(value) ? value : value === undefined ? [] : [value])
      next.append(key, String(v));
  return next;
}

/** The filters without those of a chart's own dimensions: what it shows, so that another of its groups can be chosen. */
export function without(filters: Filters, ...keys: (keyof Filters)[]): Filters {
  return Object.fromEntries(
    Object.entries(filters).filter(([key]) => !keys.includes(key as keyof Filters)),
  ) as Filters;
}

/** The filters without those on lateness: what a figure on lateness is asked under. */
export const withoutLateness = (filters: Filters): Filters =>
  without(filters, "delinquencyBucket", "daysPastDueMin", "daysPastDueMax");

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
