import type { Filters, ListFilter } from "../lib/address";
import type { Schemas } from "../lib/api";
import { filterWords, inWords } from "../lib/words";

/** Something that the reader can do, by name. */
export type Command = { id: string; name: string; hint?: string; run: () => void };

/** A command for each value of each filter: puts it in force, or takes it off. */
export function filterCommands(
  facets: Schemas["Facet"][],
  filters: Filters,
  toggle: (key: ListFilter, value: string) => void,
): Command[] {
  return facets.flatMap((facet) => {
    const key = facet.filter as ListFilter;
    const inForce: readonly string[] = filters[key] ?? [];
    const what = facet.attribute ? inWords(facet.label) : filterWords[key];
    return facet.values.map(({ value, label }) => ({
      id: `${key}=${value}`,
      name: `${what}: ${inWords(label)}`,
      hint: inForce.includes(value) ? "take off" : "filter",
      run: () => toggle(key, value),
    }));
  });
}

/** The commands that hold every word typed, those that begin with it first. */
export function found(commands: Command[], typed: string, most: number): Command[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const first = words[0] ?? "";
  const matches = commands.filter(({ name }) => words.every((w) => name.toLowerCase().includes(w)));
  const begins = (c: Command) => (c.name.toLowerCase().startsWith(first) ? 0 : 1);
  return matches.toSorted((a, b) => begins(a) - begins(b)).slice(0, most);
}
