import type { Group } from "../../components/breakdown-data";
import type { Stack } from "../../components/charts/stacked-periods";
import type { Schemas } from "../../lib/api";
import { asParts } from "../../lib/format";
import type { Interval } from "../../lib/sorts";
import type { Definition } from "../../lib/words";

/** The filter that a period of each length is. */
export const periodFilters = {
  month: "startMonth",
  quarter: "startQuarter",
  year: "startYear",
} as const satisfies Record<Interval, string>;

/** Loans by period of origination, by how they stand now, and their default rate. */
export const toStack = (
  rows: Schemas["TrendPeriod"][],
  definition: Definition,
  chosen?: readonly string[],
): Stack => ({
  chosen,
  periods: rows.map((r) => r.period),
  parts: [
    { name: "Open", values: rows.map((r) => r.lifecycle.open.loans) },
    { name: "Defaulted", values: rows.map((r) => r.lifecycle.defaulted.loans) },
    { name: "Fully paid", values: rows.map((r) => r.lifecycle.fullyPaid.loans) },
  ],
  rates: {
    name: "Default rate",
    values: rows.map(({ default: rate }) => ({
      value: rate.rate ?? null,
      low: rate.low ?? null,
      high: rate.high ?? null,
      parts: asParts(rate, definition),
    })),
  },
});

export const toPeriods = (rows: Schemas["TrendPeriod"][], chosen: readonly string[] = []): Group[] =>
  rows.map((r) => ({ key: r.period, label: r.period, measures: r, isChosen: chosen.includes(r.period) }));
