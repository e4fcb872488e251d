import type { IntervalBar } from "../../components/charts/interval-bars";
import type { Schemas } from "../../lib/api";
import { asCount, asPercent } from "../../lib/format";
import { inWords } from "../../lib/words";

/** Each status with its share of the loans. A status that no loan has is left out, unless its filter is in force. */
export const toStatusBars = (m: Schemas["LoanMeasures"], chosen: readonly string[] = []): IntervalBar[] =>
  statuses(m, chosen).map((s) => ({
    key: s.status,
    label: inWords(s.status),
    value: s.share ?? null,
    low: null,
    high: null,
    parts: `${asCount(s.loans)} of ${asCount(m.loans)}`,
    isChosen: chosen.includes(s.status),
  }));

export const statuses = (m: Schemas["LoanMeasures"], chosen: readonly string[] = []) =>
  m.status.filter((s) => s.loans > 0 || chosen.includes(s.status));

/** How the loans stand, the five statuses drawn together to three. */
export function lifecycleReading({ open, defaulted, fullyPaid }: Schemas["Lifecycle"]): string {
  const part = ({ loans, share }: Schemas["LoanShare"]) => `${asCount(loans)} (${asPercent(share)})`;
  return `Open, approved ones included: ${part(open)}. Defaulted, written off included: ${part(defaulted)}. Fully paid: ${part(fullyPaid)}.`;
}
