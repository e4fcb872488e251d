import type { Group } from "../../components/breakdown-data";
import type { Stack } from "../../components/charts/stacked-periods";
import type { Schemas } from "../../lib/api";

/** Loans by period of origination, by how they stand now. */
export const toStack = (rows: Schemas["TrendPeriod"][], chosen?: readonly string[]): Stack => ({
  chosen,
  periods: rows.map((r) => r.period),
  parts: [
    { name: "Open", values: rows.map((r) => r.lifecycle.open.loans) },
    { name: "Defaulted", values: rows.map((r) => r.lifecycle.defaulted.loans) },
    { name: "Fully paid", values: rows.map((r) => r.lifecycle.fullyPaid.loans) },
  ],
});

export const toPeriods = (rows: Schemas["TrendPeriod"][], chosen: readonly string[] = []): Group[] =>
  rows.map((r) => ({ key: r.period, label: r.period, measures: r, isChosen: chosen.includes(r.period) }));
