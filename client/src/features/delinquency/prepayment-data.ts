import type { Periods } from "../../components/charts/period-lines";
import type { Schemas } from "../../lib/api";
import { asCount } from "../../lib/format";
import { periodOf } from "./months";

/** Prepayment a month, by principal and by number. */
export const toSpeeds = (rows: readonly Schemas["PrepaymentAt"][]): Periods => ({
  periods: rows.map(periodOf),
  lines: [
    { name: "of the principal (SMM)", values: rows.map((r) => r.smm ?? null) },
    {
      name: "of the loans",
      values: rows.map((r) => r.share.rate ?? null),
      says: rows.map((r) => `${asCount(r.share.numerator)} of ${asCount(r.share.denominator)}`),
    },
  ],
});
