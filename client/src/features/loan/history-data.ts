import type { TimeLine } from "../../components/charts/time-lines";
import type { Schemas } from "../../lib/api";

type Point = Schemas["HistoryPoint"];

/** Balance, what had fallen due and what had been paid, each where the record knows any of it. */
export const toLines = (history: readonly Point[]): TimeLine[] =>
  [
    line("Balance", history, (p) => p.balance),
    line("Due so far", history, (p) => p.due),
    line("Paid so far", history, (p) => p.paid),
  ].filter((l) => l.points.length > 0);

const line = (
  name: string,
  history: readonly Point[],
  of: (p: Point) => number | null | undefined,
): TimeLine => ({
  name,
  points: history.flatMap((p) => {
    const value = of(p);
    return value == null ? [] : [[p.on, value] as const];
  }),
  steps: true,
});

/** What the balance rests on, in a sentence. */
export function basisOf(history: readonly Point[]): string {
  const bases = new Set(history.map((p) => p.basis).filter((b) => b != null));
  if (bases.has("payments")) return "Balance: principal less the principal parts of what was paid.";
  if (bases.has("reported")) return "Balance: as the lender reported it in each version of the data.";
  return "The payments do not say how much of them is principal, so the balance over time is not known.";
}
