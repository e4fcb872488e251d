import type { Stack } from "../../components/charts/stacked-periods";
import type { Schemas } from "../../lib/api";
import { asWholeMoney } from "../../lib/format";
import { periodOf } from "./months";

/** What came in by month, by what it was for, held against what fell due, and the efficiency beneath. */
export const toStack = (rows: readonly Schemas["CollectionPeriod"][]): Stack => ({
  periods: rows.map(periodOf),
  isMoney: true,
  against: { name: "Fell due", values: rows.map((r) => r.due) },
  parts: [
    { name: "Paid on time", values: rows.map((r) => r.onTime) },
    { name: "late in the month", values: rows.map((r) => r.late) },
    { name: "for earlier arrears", values: rows.map((r) => r.againstArrears) },
  ],
  rates: {
    name: "Collected of what fell due, by the month’s end",
    isCropped: true,
    values: rows.map((r) => ({
      value: r.currentCollectionEfficiency ?? null,
      low: null,
      high: null,
      parts: `of ${asWholeMoney(r.due)}`,
    })),
  },
});
