import type { Schemas } from "../lib/api";
import { lateBuckets } from "../lib/buckets";
import { asWholeMoney } from "../lib/format";
import type { Periods } from "./charts/period-lines";

type Row = Schemas["AtRiskRow"];

/** The month of a day. */
export const monthOf = (day: string) => day.slice(0, 7);

/** What a rate is made of. */
export const partsOf = (r: Row) => `${asWholeMoney(r.balance)} of ${asWholeMoney(r.grossLoanPortfolio)}`;

/** One day's rates. */
export type DayAtRisk = { on: string; rows: Row[] };

/** The rows of each day together, the rates of each in the order of the days past due asked for. */
export function byDay(rows: readonly Row[]): DayAtRisk[] {
  const days = new Map<string, Row[]>();
  for (const row of rows) days.set(row.on, [...(days.get(row.on) ?? []), row]);
  return [...days].map(([on, of]) => ({ on, rows: of }));
}

/** Portfolio at risk as lines by month, and behind them what was lent in each. */
export function toRiskLines(
  rows: readonly Row[],
  lent: readonly Schemas["TrendPeriod"][] = [],
  chosen?: string,
): Periods {
  const days = byDay(rows);
  const volumes = new Map(lent.map((p) => [p.period, p.disbursed]));
  const asked = days[0]?.rows.map((r) => r.days) ?? [];
  return {
    periods: days.map((d) => monthOf(d.on)),
    lines: asked.map((more, i) => ({
      name: `PAR${more}`,
      values: days.map((d) => d.rows[i]?.rate ?? null),
      says: days.map((d) => (d.rows[i] ? partsOf(d.rows[i]) : "")),
    })),
    behind:
      lent.length > 0
        ? { name: "lent in the month", values: days.map((d) => volumes.get(monthOf(d.on)) ?? null) }
        : undefined,
    chosen: chosen ? [monthOf(chosen)] : [],
  };
}

/** Aging buckets of the loans more than so many days past due, 30 days wide as they are. */
export const bucketsBeyond = (days: number): string[] => lateBuckets.slice(Math.floor(days / 30));

/** Filters of the loans that are at risk on a day in the strict sense: they owe something and were not renegotiated by then. */
export const atRiskOn = (day: string, days: number) => ({
  stateAt: bucketsBeyond(days).map((bucket) => `${day}:${bucket}:strict`),
});
