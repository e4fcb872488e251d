import type { Schemas } from "../../lib/api";
import { asCount, asMoney, asPercent } from "../../lib/format";

type Row = Schemas["PerformanceRow"];

/** A branch or region as a row; `key` is what its filter takes. */
export type Place = { key: string; name: string; isChosen: boolean; row: Row };

/** Rows in the API's order. What the lender does not say of a loan is the group unknown. */
export const toPlaces = (
  rows: Row[],
  by: "branch" | "region",
  chosen: readonly string[] | undefined,
): Place[] =>
  rows.map((row) => {
    const key = row.group[by] ?? "unknown";
    return { key, name: row.name ?? key, isChosen: chosen?.includes(key) ?? false, row };
  });

/** A default rate in words, so that a branch without loans is not read as one whose loans are all good. */
export function rateWords({ loans, default: { rate } }: Pick<Row, "loans" | "default">): string {
  if (loans === 0) return "no loans";
  return rate == null ? "no rate" : asPercent(rate);
}

/** A sum in full; a dash where there is no loan to sum. */
export const sumWords = ({ loans, outstanding }: Pick<Row, "loans" | "outstanding">): string =>
  loans === 0 ? "–" : asMoney(outstanding);

/** A place in the ranking and the places that chance leaves open: 3 (1–10). */
export const rankWords = (rank: Schemas["RankPlace"] | null | undefined): string =>
  rank ? `${asCount(rank.value)} (${asCount(rank.low)}–${asCount(rank.high)})` : "–";

/** Where a rate lies against the funnel: what chance alone would bring to a branch of its size. */
export const positions: Record<NonNullable<Row["position"]>, string> = {
  inside: "inside 95 %",
  above95: "high, past 95 %",
  above998: "high, past 99.8 %",
  below95: "low, past 95 %",
  below998: "low, past 99.8 %",
};

/** The names in /metrics of the average interest rates. */
export const interest = [
  "interestRate.simple",
  "interestRate.amountWeighted",
  "interestRate.outstandingWeighted",
];
