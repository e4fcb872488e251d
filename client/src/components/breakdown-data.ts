import type { Schemas } from "../lib/api";
import { asNumber, asP, asParts } from "../lib/format";
import { countsLoans, type Definition, inWords } from "../lib/words";
import type { IntervalBar } from "./charts/interval-bars";

/** A group of loans with what its row in a table shows. */
export type Group = { key: string; label: string; measures: Schemas["LoanMeasures"]; isChosen?: boolean };

/** Groups as the API orders them: bands by their edges, words by letter, unknown last. */
export const toGroups = (
  rows: Schemas["GroupMeasures"][],
  by: string,
  chosen: readonly string[] = [],
): Group[] =>
  rows.map((r) => {
    const key = r.group[by] ?? "unknown";
    return { key, label: inWords(key), measures: r, isChosen: chosen.includes(key) };
  });

/** How far a scale must reach for these groups' intervals. */
export const endOf = (rows: { default: Schemas["DefaultRate"] }[]): number =>
  Math.max(0, ...rows.map((r) => r.default.high ?? r.default.rate ?? 0));

/** A bar for each group; a group without a rate has none. */
export const toBars = (groups: Group[], definition: Definition): IntervalBar[] =>
  groups.map(({ key, label, isChosen = false, measures: { default: rate } }) => ({
    key,
    label,
    value: rate.rate ?? null,
    low: rate.low ?? null,
    high: rate.high ?? null,
    parts: asParts(rate, definition),
    isChosen,
  }));

/** Whether groups differ by more than chance, in a sentence. Money and loan-years have no such test: theirs is that of the loans. */
export function verdict(test: Schemas["Heterogeneity"] | null | undefined, definition: Definition): string {
  if (!test) return "Too little to test whether the groups differ.";
  const figures = `chi-square ${asNumber(test.chiSquare)}, ${test.degreesOfFreedom} ${test.degreesOfFreedom === 1 ? "degree" : "degrees"} of freedom, ${asP(test.pValue)}`;
  const caution = test.smallestExpected < 5 ? " Some groups are small, so the test is rough." : "";
  const reading = test.differs
    ? "The groups differ by more than chance would give"
    : "The differences are no more than chance would give";
  const basis = countsLoans(definition) ? "" : "Tested by number of loans. ";
  return `${basis}${reading} (${figures}).${caution}`;
}
