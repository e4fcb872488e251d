import type { Schemas } from "../../lib/api";
import { asCount, asDeviation, asP } from "../../lib/format";
import type { Definition } from "../../lib/words";

/** What the rates by income count: borrowers, as the correlation does, where the definition can count them; else loans. */
export const unitOf = (definition: Definition): "borrower" | "loan" =>
  definition === "count" || definition === "resolved" ? "borrower" : "loan";

/** What a bar is, in a sentence. */
export const unitWords = (definition: Definition): string =>
  unitOf(definition) === "borrower"
    ? "Each bar counts borrowers: the share of those in the band with a defaulted loan."
    : "Each bar counts as chosen above, over loans; this definition cannot count borrowers, which the correlation does.";

/** Whether income goes with default, in a sentence; the level of 5 % is that of the other tests. */
export function incomeReading(found: Schemas["IncomeCorrelation"] | null | undefined): string {
  if (!found) return "Too few borrowers with a known income to relate it to default.";
  const figures = `rank correlation ${asDeviation(found.rho)}, ${asP(found.pValue)}, ${asCount(found.customers)} borrowers`;
  if (found.pValue >= 0.05) return `Income does not go with default beyond chance (${figures}).`;
  return `Borrowers with more income default ${found.rho < 0 ? "less" : "more"} (${figures}).`;
}
