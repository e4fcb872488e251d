import type { Periods } from "../../components/charts/period-lines";
import type { Schemas } from "../../lib/api";
import { asCount } from "../../lib/format";

/** The curve month by month to the highest age seen; at an age without a default it stands as it stood before. */
export function toCurve({ rows, total }: Pick<Schemas["Survival"], "rows" | "total">): Periods {
  const ages = Array.from({ length: (total.lastMonthsOnBook ?? 0) + 1 }, (_, age) => age);
  const steps = ages.map((age) => rows.findLast((r) => r.monthsOnBook <= age));
  return {
    periods: ages.map(String),
    lines: [
      {
        name: "without default",
        values: steps.map((s) => s?.survival ?? 1),
        says: steps.map((s, age) =>
          s?.monthsOnBook === age ? `${asCount(s.defaulted)} of ${asCount(s.atRisk)} defaulted` : "",
        ),
      },
      { name: "95 % interval, lower", values: steps.map((s) => s?.low ?? null) },
      { name: "upper", values: steps.map((s) => s?.high ?? null) },
    ],
  };
}
