import type { DivergingBar } from "../../components/charts/diverging-bars";
import { toSplitBar } from "../../components/split-bars";
import type { Filters } from "../../lib/address";
import type { Schemas } from "../../lib/api";
import { isInForce } from "../../lib/dimensions";
import { asCount, asP, asParts, asPercent, asPoints, asSigned } from "../../lib/format";
import type { Interval } from "../../lib/sorts";
import { type Definition, inWords } from "../../lib/words";

/** The periods of each length that have loans, oldest first. */
export type Periods = Record<Interval, string[]>;

/** How long a period is, by the way it is written. */
export const lengthOf = (period: string): Interval =>
  period.length === 4 ? "year" : period.includes("Q") ? "quarter" : "month";

/** The last day of a period, to compare with the date of the data. */
function lastDay(period: string): string {
  const [year = "", rest] = period.split("-");
  const month = rest === undefined ? 12 : rest.startsWith("Q") ? Number(rest[1]) * 3 : Number(rest);
  return new Date(Date.UTC(Number(year), month, 0)).toISOString().slice(0, 10);
}

/** The two periods asked for, where they compare; otherwise the last two whole years, quarters or months that have loans. */
export function toPair(
  asked: { from?: string; to?: string },
  periods: Periods,
  asOf: string,
): { from: string; to: string } | undefined {
  const { from, to } = asked;
  if (from && to && from !== to && lengthOf(from) === lengthOf(to)) return { from, to };
  for (const length of ["year", "quarter", "month"] as const) {
    const [before, after] = periods[length].filter((p) => lastDay(p) <= asOf).slice(-2);
    if (before !== undefined && after !== undefined) return { from: before, to: after };
  }
  return undefined;
}

/** The pair after a new choice of its first period: the second stays where it still compares, or is the one that follows. */
export function withFrom(from: string, to: string, periods: Periods): { from: string; to: string } {
  if (lengthOf(from) === lengthOf(to) && from !== to) return { from, to };
  const alike = periods[lengthOf(from)];
  const next = alike[alike.indexOf(from) + 1] ?? alike[alike.indexOf(from) - 1] ?? from;
  return { from, to: next };
}

/** A group's own word: a branch's name, or what the API calls it. */
export function labelOf(by: string, group: string, facets: Schemas["Facet"][]): string {
  if (by !== "branch") return inWords(group);
  const known = facets.find((f) => f.filter === "branchId")?.values.find((v) => v.value === group);
  return known?.label ?? group;
}

type Change = Schemas["PortfolioChange"];
export type ChangedGroup = Schemas["GroupChange"] & { key: string; label: string; isChosen: boolean };

export const toGroups = (change: Change, facets: Schemas["Facet"][], filters: Filters): ChangedGroup[] =>
  change.rows.map((row) => {
    const key = row.group[change.by] ?? "unknown";
    return {
      ...row,
      key,
      label: labelOf(change.by, key, facets),
      isChosen: isInForce(filters, change.by, key),
    };
  });

/** How many groups a chart has room for. */
const room = 12;
const weight = ({ rateEffect, mixEffect }: Schemas["GroupChange"]) =>
  Math.max(Math.abs(rateEffect ?? 0), Math.abs(mixEffect ?? 0));

/** The groups that moved the rate most, in the order of the API; a chosen one wherever it stands. */
export function toBars(groups: ChangedGroup[], { from, to }: Change, definition: Definition): DivergingBar[] {
  const least = groups.map(weight).toSorted((a, b) => b - a)[room - 1] ?? 0;
  return groups
    .filter((g) => g.isChosen || weight(g) >= least)
    .map((g) =>
      toSplitBar(g, [`${from}: ${sideOf(g.from, definition)}`, `${to}: ${sideOf(g.to, definition)}`]),
    );
}

const sideOf = (side: Schemas["ChangeSide"], definition: Definition) =>
  `${asPercent(side.default.rate)} (${asParts(side.default, definition)})`;

/** What of the groups the chart shows. */
export const shownOf = (bars: number, groups: number): string =>
  bars < groups
    ? `The ${asCount(bars)} of ${asCount(groups)} groups that moved it most; the table has them all.`
    : "";

/** A sum and its parts in points, with as many digits as they need to add up as they are written. */
export function closing(sum: number, parts: readonly number[]): string[] {
  const values = [sum, ...parts].map((v) => v * 100);
  const rounded = (digits: number) => values.map((v) => Math.round(v * 10 ** digits));
  const adds = ([whole = 0, ...rest]: number[]) => whole === rest.reduce((a, b) => a + b, 0);
  const digits = [1, 2, 3].find((d) => adds(rounded(d))) ?? 4;
  return values.map((v) => asSigned(v, digits));
}

/** The change in a sentence: how much, and which part of it comes from where. */
export function changeReading({ from, to, total }: Change): string {
  const { change, rateEffect, mixEffect } = total;
  if (change == null)
    return `One of the two periods has no default rate, so ${from} and ${to} do not compare.`;
  if (rateEffect == null || mixEffect == null)
    return `${distance(from, to, change, asPoints(change))}; it cannot be split by group.`;
  const [whole = "", rate = "", mix = ""] = closing(change, [rateEffect, mixEffect]);
  const parts = [
    isNothing(rate)
      ? "nothing because groups default otherwise"
      : `${rate} because groups default ${rateEffect < 0 ? "less" : "more"}`,
    isNothing(mix)
      ? "nothing because their shares moved"
      : `${mix} because there are ${mixEffect < 0 ? "fewer" : "more"} of the groups that default most`,
  ];
  return `${distance(from, to, change, whole)}: ${parts.join(", ")}.`;
}

const isNothing = (points: string) => !/[1-9]/.test(points);

function distance(from: string, to: string, change: number, points: string): string {
  const size = isNothing(points)
    ? "the same as"
    : `${points.replace(/^[^\d]/, "")} points ${change > 0 ? "above" : "below"}`;
  return `The default rate of loans made in ${to} is ${size} ${from}’s`;
}

/** A caution where the second period's loans are younger: a rate that does not count time then falls by itself. */
export const ageReading = (from: string, to: string, definition: Definition): string => {
  if (definition === "perLoanYear" || from === to) return "";
  const younger = from < to ? to : from;
  return `Loans made in ${younger} have had less time to default; counted for each loan-year the two compare.`;
};

type Test = Schemas["Heterogeneity"] | null | undefined;

/**
 * Whether the change is more than chance. Two periods picked out of several differ by chance more often than their own test says,
 * so the test of all periods must find a difference too: `together`, adjusted for all attributes that it was asked with.
 */
export function isBeyondChance(pair: Test, together: Schemas["AttributeDifference"] | undefined): boolean {
  return pair?.differs === true && together?.differs === true;
}

/** The same in a sentence, with the figures. */
export function chanceReading(
  pair: Test,
  together: Schemas["AttributeDifference"] | undefined,
  tested: number,
): string {
  if (!pair || together?.adjustedP == null)
    return "There are too few loans to say whether this is more than chance.";
  const alone = asP(pair.pValue);
  const all = `${tested > 1 ? `adjusted for the ${asCount(tested)} attributes tested together, ` : ""}${asP(together.adjustedP)}`;
  const periods = `all ${asCount(together.groups)} ${lengthWords[together.by] ?? "periods"}`;
  if (isBeyondChance(pair, together))
    return `This is more than chance would give (the two alone ${alone}; ${periods}, ${all}).`;
  if (pair.differs)
    return `The two alone differ (${alone}), but of several periods some pair will: over ${periods}, ${all}, there is no more than chance would give.`;
  return `This is no more than chance would give (${alone}).`;
}

const lengthWords: Record<string, string> = {
  startYear: "years",
  startQuarter: "quarters",
  startMonth: "months",
};
