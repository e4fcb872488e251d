import type { Periods } from "../../components/charts/period-lines";
import type { Schemas } from "../../lib/api";
import { periodOf } from "./months";

/** What was forecast from each month, beside what was lost in the months after it. */
export const toBackTest = (outcomes: readonly Schemas["ForecastOutcome"][]): Periods => ({
  periods: outcomes.map((o) => o.month.slice(0, 7)),
  lines: [
    { name: "forecast", values: outcomes.map((o) => o.forecast) },
    { name: "lost in the months after", values: outcomes.map((o) => o.actual) },
  ],
});

/** What was written off and what came back, by month. */
export const toLossLines = (rows: readonly Schemas["LossesAt"][]): Periods => ({
  periods: rows.map(periodOf),
  lines: [
    { name: "written off", values: rows.map((r) => r.writtenOff) },
    { name: "recovered", values: rows.map((r) => r.recovered) },
    { name: "newly in default", values: rows.map((r) => r.defaulted) },
  ],
});
