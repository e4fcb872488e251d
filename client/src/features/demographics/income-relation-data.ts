import type { Schemas } from "../../lib/api";
import { asCount, asDeviation, asP } from "../../lib/format";

/** Whether income goes with default, in a sentence; the level of 5 % is that of the other tests. */
export function incomeReading(found: Schemas["IncomeCorrelation"] | null | undefined): string {
  if (!found) return "Too few borrowers with a known income to relate it to default.";
  const figures = `rank correlation ${asDeviation(found.rho)}, ${asP(found.pValue)}, ${asCount(found.customers)} borrowers`;
  if (found.pValue >= 0.05) return `Income does not go with default beyond chance (${figures}).`;
  return `Borrowers with more income default ${found.rho < 0 ? "less" : "more"} (${figures}).`;
}
