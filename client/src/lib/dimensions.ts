import type { Filters, ListFilter } from "./address";
import type { Schemas } from "./api";
import { filterWords, inWords } from "./words";

const own = "attribute:";

/** The filter and value that a group of a dimension is narrowed by; most filters are called like their dimension. */
export function filterOf(by: string, group: string): [ListFilter, string] {
  if (by.startsWith(own)) return ["attribute", `${by.slice(own.length)}:${group}`];
  return [by === "branch" ? "branchId" : (by as ListFilter), group];
}

/** A dimension's name, as its filter has it. */
export const nameOf = (by: string): string =>
  by.startsWith(own) ? inWords(by.slice(own.length)) : filterWords[filterOf(by, "")[0]];

/** The filters without those of a dimension, so that all its groups can be compared. */
export function withoutDimension(filters: Filters, by: string): Filters {
  const [key, prefix] = filterOf(by, "");
  const { [key]: values, ...others } = filters;
  const kept = key === "attribute" ? (values ?? []).filter((v) => !v.startsWith(prefix)) : [];
  return kept.length > 0 ? { ...others, [key]: kept } : others;
}

/** Whether a group's filter is in force. */
export function isInForce(filters: Filters, by: string, group: string): boolean {
  const [key, value] = filterOf(by, group);
  return ((filters[key] ?? []) as readonly string[]).includes(value);
}

const outcomes = ["status", "delinquencyBucket"];
/** What the loans can be grouped by: all that the source tells apart, but for the time of origination and how the loans ended. */
export function toDimensions(facets: Schemas["Facet"][]): { by: string; label: string }[] {
  return facets
    .filter((f) => f.values.length > 1 && !outcomes.includes(f.filter) && !f.filter.startsWith("start"))
    .map((f) => {
      const by = f.attribute ? `attribute:${f.attribute}` : f.filter === "branchId" ? "branch" : f.filter;
      return { by, label: nameOf(by) };
    });
}
