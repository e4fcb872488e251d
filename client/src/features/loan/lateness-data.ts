import type { Periods } from "../../components/charts/period-lines";
import type { Schemas } from "../../lib/api";
import { asCount, asDate, asMoney } from "../../lib/format";
import { bucketWords } from "../../lib/words";

type Late = Schemas["LoanLateness"];

/** Days past due at each month's end, and behind them what was overdue. */
export const toCourse = ({ course }: Late): Periods => ({
  periods: course.map((p) => p.on),
  lines: [
    {
      name: "Days past due",
      values: course.map((p) => p.daysPastDue ?? null),
      says: course.map((p) => bucketWords(p.state)),
    },
  ],
  behind: { name: "overdue", values: course.map((p) => p.arrearsAmount ?? null) },
});

/** How late the loan is, in a name and a value each; nothing where nothing is known. */
export const standingOf = (late: Late): [string, string][] =>
  (
    [
      ["Standing", bucketWords(late.delinquencyBucket)],
      ["Days past due", late.daysPastDue == null ? undefined : asCount(late.daysPastDue)],
      ["Overdue", late.arrearsAmount == null ? undefined : asMoney(late.arrearsAmount)],
      ["Counted from", late.countedFrom ? asDate(late.countedFrom) : undefined],
      ["Oldest open instalment", late.oldestUnpaid == null ? undefined : `number ${late.oldestUnpaid}`],
    ] as const
  ).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as [string, string]]));
