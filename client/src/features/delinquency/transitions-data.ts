import type { Heat } from "../../components/charts/heat-map";
import type { PeriodLine, Periods } from "../../components/charts/period-lines";
import type { Schemas } from "../../lib/api";
import { asCompact, asCount, asInterval, asPercent } from "../../lib/format";
import type { Weight } from "../../lib/lateness";
import { bucketWords } from "../../lib/words";
import { periodOf } from "./months";

type Row = Schemas["TransitionsFrom"];
type Cell = Schemas["TransitionsTo"];
type At = Schemas["TransitionsAt"];

/** Fewer loans than this say little of how such loans move. */
const thin = 30;
const ends = ["paid", "written_off"];

/** Buckets without their "days", which the axis says. */
const place = (state: string) => (ends.includes(state) ? bucketWords(state) : state);
export const rateOf = (cell: Cell, weight: Weight) =>
  (weight === "balance" ? cell.rateByBalance : cell.rate) ?? null;

/** The states that loans leave, by those in which they end; a move that no loan made stays blank. */
export function toHeat(rows: readonly Row[], weight: Weight): Heat {
  const open = rows.filter((r) => !ends.includes(r.from));
  const columns = rows.map((r) => r.from);
  return {
    rows: open.map((r) => place(r.from)),
    columns: columns.map(place),
    cells: open.flatMap((r, row) =>
      r.cells.flatMap((cell) => {
        const value = rateOf(cell, weight);
        if (value === null || cell.loans === 0) return [];
        return [
          {
            key: `${r.from}/${cell.to}`,
            row,
            column: columns.indexOf(cell.to),
            value,
            short: asCount(Math.round(value * 100)),
            below: weight === "balance" ? asCompact(cell.balance) : asCount(cell.loans),
            text: textOf(r, cell),
            isThin: r.loans < thin,
            isChosen: false,
          },
        ];
      }),
    ),
  };
}

const textOf = (from: Row, cell: Cell) =>
  [
    `From ${bucketWords(from.from)} to ${bucketWords(cell.to)}`,
    `${asPercent(cell.rate)} (${asCount(cell.loans)} of ${asCount(from.loans)})`,
    ...(cell.low == null ? [] : [`95 % interval ${asInterval(cell.low, cell.high)}`]),
    `by balance ${asPercent(cell.rateByBalance)}`,
  ].join(", ");

/** From which states the roll to the next worse one is drawn; further on are too few loans for a line by month. */
const rolls = ["current", "1-30", "31-60"];
export const worse: Record<string, string> = {
  current: "1-30",
  "1-30": "31-60",
  "31-60": "61-90",
  "61-90": "91-120",
};

/** Roll and cure by month. */
export function toFlows(series: readonly At[], weight: Weight): Periods {
  const known = (rate: Schemas["Proportion"] | null | undefined, byBalance: number | null | undefined) =>
    (weight === "balance" ? byBalance : rate?.rate) ?? null;
  const says = (rate: Schemas["Proportion"] | null | undefined) =>
    rate ? `${asCount(rate.numerator)} of ${asCount(rate.denominator)}` : "";
  const lines: PeriodLine[] = rolls.map((from) => {
    const flows = series.map((at) => at.states.find((s) => s.from === from));
    return {
      name: `roll ${from} to ${worse[from]}`,
      values: flows.map((f) => known(f?.roll, f?.rollByBalance)),
      says: flows.map((f) => says(f?.roll)),
    };
  });
  return {
    periods: series.map(periodOf),
    lines: [
      ...lines,
      {
        name: "cured, of all late",
        values: series.map((at) => known(at.cure, at.cureByBalance)),
        says: series.map((at) => says(at.cure)),
      },
    ],
  };
}
