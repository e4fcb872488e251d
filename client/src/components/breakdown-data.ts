import type { Schemas } from "../lib/api";
import type { Bar } from "./group-table";

/** Groups as the API orders them: bands by their edges, words by letter, unknown last. */
export const toBars = (rows: Schemas["GroupMeasures"][], by: string): Bar[] =>
  rows.map((r) => ({
    key: r.group[by] ?? "unknown",
    label: r.group[by] ?? "unknown",
    value: r.default.rate ?? null,
    low: r.default.low ?? null,
    high: r.default.high ?? null,
    numerator: r.default.numerator ?? null,
    denominator: r.default.denominator ?? null,
    outstanding: r.outstanding ?? null,
  }));

/** Whether groups differ by more than chance, in a sentence. */
export function verdict(test: Schemas["Heterogeneity"] | null | undefined): string {
  if (!test) return "Too little to test whether the groups differ.";
  const figures = `chi-square ${test.chiSquare.toFixed(2)}, ${test.degreesOfFreedom} degrees of freedom, p = ${test.pValue.toFixed(2)}`;
  const caution = test.smallestExpected < 5 ? " Some groups are small, so the test is rough." : "";
  return `${test.differs ? "The groups differ by more than chance would give" : "The differences are no more than chance would give"} (${figures}).${caution}`;
}
