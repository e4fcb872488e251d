import { boundFilters, type Filters, type ListFilter, listFilters } from "../../lib/address";
import type { Schemas } from "../../lib/api";
import { asCount, asDate } from "../../lib/format";
import { bucketWords, filterWords, findingWords, inWords, sentence } from "../../lib/words";

/** A filter that the bar offers. */
export type Choice = {
  id: string;
  filter: ListFilter;
  label: string;
  options: { value: string; label: string; loans: string; isChosen: boolean }[];
  chosen: number;
};

/** A filter in force; taking off a list's value toggles it, taking off a bound empties it. */
export type Chip = { key: keyof Filters; value: string; label: string };

/** The filters worth offering: those with a choice to make, or with one made. */
export const toChoices = (facets: Schemas["Facet"][], filters: Filters): Choice[] =>
  facets
    .filter((f) => f.filter !== lateness || knowsLateness(facets) || filters[lateness])
    .map((facet) => {
      const filter = facet.filter as ListFilter;
      const inForce: readonly string[] = filters[filter] ?? [];
      const options = facet.values.map(({ value, label, loans }) => ({
        value,
        label: filter === lateness ? bucketWords(label) : inWords(label),
        loans: asCount(loans),
        isChosen: inForce.includes(value),
      }));
      return {
        id: facet.attribute ? `attribute:${facet.attribute}` : filter,
        filter,
        label: sentence(inWords(facet.label)),
        options,
        chosen: options.filter((o) => o.isChosen).length,
      };
    })
    .filter((c) => c.options.length > 1 || c.chosen > 0);

const lateness = "delinquencyBucket";
const ends = ["paid", "written_off", "unknown"];
/** Whether the book knows how late any loan is: that a loan is paid says nothing of the others. */
export const knowsLateness = (facets: readonly Schemas["Facet"][]): boolean =>
  facets.some((f) => f.filter === lateness && f.values.some((v) => !ends.includes(v.value)));

/** Every filter in force as a removable chip, in the order of the bar. */
export function toChips(filters: Filters, facets: Schemas["Facet"][]): Chip[] {
  const label = (key: ListFilter, value: string) =>
    key === "finding"
      ? findingWords[value as keyof typeof findingWords]
      : (facets.find((f) => f.filter === key)?.values.find((v) => v.value === value)?.label ?? value);
  const listed = listFilters.flatMap((key) =>
    ((filters[key] ?? []) as readonly string[]).map((value) => ({
      key,
      value,
      label:
        key === "attribute"
          ? sentence(inWords(value.replace(":", ": ")))
          : key === "stateAt"
            ? stateWords(value)
            : `${filterWords[key]}: ${key === lateness ? bucketWords(value) : inWords(label(key, value))}`,
    })),
  );
  const bounds = boundFilters.flatMap((key) => {
    const value = filters[key];
    if (value === undefined) return [];
    const words = typeof value === "number" ? asCount(value) : asDate(value);
    return [{ key, value: "", label: `${filterWords[key]}: ${words}` }];
  });
  return [...listed, ...bounds];
}

/** Where a loan stood on a day, as it is read. */
export function stateWords(value: string): string {
  const [day, state = "", kind] = value.split(":");
  const on = `${ends.includes(state) ? "by" : "on"} ${asDate(day)}`;
  const words =
    state === "unknown"
      ? `Lateness unknown on ${asDate(day)}`
      : state === "current" || ends.includes(state)
        ? `${sentence(bucketWords(state))} ${on}`
        : `${sentence(bucketWords(state))} late ${on}`;
  return kind === "strict" ? `${words}, owing and not renegotiated` : kind ? `${words}, owing` : words;
}

/** Options that hold the searched letters. */
export const matching = (options: Choice["options"], letters: string) =>
  options.filter((o) => o.label.toLowerCase().includes(letters.trim().toLowerCase()));
