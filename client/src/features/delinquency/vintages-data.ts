import type { Panel } from "../../components/charts/small-multiples";
import type { Schemas } from "../../lib/api";
import { asCount, asInterval, asPercent } from "../../lib/format";
import type { Weight } from "../../lib/lateness";

type Cell = Schemas["VintageCell"];

/** A cohort with its cells by age; where not all of it has come to an age there is none. */
export type Vintage = Schemas["VintageCohort"] & { cells: Cell[]; isChosen: boolean };

export const rateOf = (cell: Cell | undefined, weight: Weight) =>
  (weight === "balance" ? cell?.principalRate : cell?.rate) ?? null;

/** The cohorts with their cells, each by its age. */
export function toVintages(
  { cohorts, rows }: Schemas["Vintages"],
  chosen: readonly string[] = [],
): Vintage[] {
  const cells = new Map<string, Cell[]>();
  for (const cell of rows) cells.set(cell.cohort, [...(cells.get(cell.cohort) ?? []), cell]);
  return cohorts.map((c) => ({
    ...c,
    cells: cells.get(c.cohort) ?? [],
    isChosen: chosen.includes(c.cohort),
  }));
}

/** The age that a cohort was last seen at as a whole, with its rate. */
export const lastOf = (vintage: Vintage): Cell | undefined =>
  vintage.cells.findLast((c) => c.rate !== null && c.rate !== undefined);

/** A panel for each cohort that has been seen for a month at least. */
export const toPanels = (vintages: readonly Vintage[], what: string, weight: Weight): Panel[] =>
  vintages
    .filter((v) => v.cells.some((c) => rateOf(c, weight) !== null))
    .map((v) => {
      const last = lastOf(v);
      return {
        key: v.cohort,
        title: `${v.cohort}: ${asCount(v.loans)}`,
        values: v.cells.map((c) => rateOf(c, weight)),
        text: [
          `${v.cohort}, ${asCount(v.loans)} loans`,
          last
            ? `${asPercent(rateOf(last, weight))} ${what} by month ${last.monthsOnBook}, 95 % interval by number ${asInterval(last.low, last.high)}`
            : "not yet seen",
        ].join(", "),
        isChosen: v.isChosen,
      };
    });

/** Ages worth a column of the triangle: every three months in the first year, every six in the second, then every year. */
export function agesOf(vintages: readonly Vintage[]): number[] {
  const oldest = Math.max(0, ...vintages.map((v) => v.observedMonthsOnBook ?? 0));
  return [3, 6, 9, 12, 18, 24, 36, 48, 60, 72, 84, 96, 108, 120].filter((age) => age <= oldest);
}

/** A cohort's cell at an age. */
export const cellAt = (vintage: Vintage, age: number): Cell | undefined =>
  vintage.cells.find((c) => c.monthsOnBook === age);
