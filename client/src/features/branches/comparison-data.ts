import type { DivergingBar } from "../../components/charts/diverging-bars";
import { toSplitBar } from "../../components/split-bars";
import type { Filters } from "../../lib/address";
import type { Schemas } from "../../lib/api";
import { isInForce, nameOf } from "../../lib/dimensions";
import {
  asCount,
  asFinePoints,
  asInterval,
  asP,
  asParts,
  asPercent,
  asPoints,
  asRate,
} from "../../lib/format";
import { countsLoans, type Definition, inWords } from "../../lib/words";
import { rateWords, sumWords } from "./league-data";

type Comparison = Schemas["BranchComparison"];
type Row = Pick<Schemas["PerformanceRow"], "group" | "name" | "loans">;

/** A branch that can be picked. */
export type Option = { key: string; name: string };

export const toOptions = (rows: Row[]): Option[] =>
  rows.map((r) => {
    const key = r.group.branch ?? "unknown";
    return { key, name: r.name ?? key };
  });

/** The two branches asked for, where the book has them; otherwise the first two with loans, in the API's order. */
export function toPair(
  asked: { left?: string; right?: string },
  rows: Row[],
): { left: string; right: string } | undefined {
  const all = toOptions(rows).map((o) => o.key);
  const open = toOptions(rows.filter((r) => r.loans > 0)).map((o) => o.key);
  const found = (key: string | undefined) => (key !== undefined && all.includes(key) ? key : undefined);
  const asRight = found(asked.right);
  const left = found(asked.left) ?? open.find((key) => key !== asRight);
  const right = asRight !== undefined && asRight !== left ? asRight : open.find((key) => key !== left);
  return left !== undefined && right !== undefined ? { left, right } : undefined;
}

/** A figure of both branches, in words. */
export type Figure = { key: string; label: string; left: string; right: string };

/** The figures side by side; a branch without loans has none. */
export function toFigures({ left, right }: Comparison, definition: Definition): Figure[] {
  const figure = (key: string, label: string, words: (b: Schemas["ComparedBranch"]) => string): Figure => ({
    key,
    label,
    left: words(left),
    right: words(right),
  });
  const ofLoans = (words: (b: Schemas["ComparedBranch"]) => string) => (b: Schemas["ComparedBranch"]) =>
    b.loans === 0 ? "–" : words(b);
  return [
    figure("loans", "Loans", (b) => asCount(b.loans)),
    figure("outstanding", "Outstanding", sumWords),
    figure("rate", "Default rate", rateWords),
    figure(
      "parts",
      "Defaulted of",
      ofLoans((b) => asParts(b.default, definition)),
    ),
    figure("interval", "95 % interval", (b) => asInterval(b.default.low, b.default.high)),
    figure(
      "open",
      "Still open",
      ofLoans((b) => asPercent(b.lifecycle.open.share)),
    ),
    figure(
      "simple",
      "Interest, simple",
      ofLoans((b) => asRate(b.interestRate.simple)),
    ),
    figure(
      "byAmount",
      "by amount",
      ofLoans((b) => asRate(b.interestRate.amountWeighted)),
    ),
    figure(
      "byBalance",
      "by balance",
      ofLoans((b) => asRate(b.interestRate.outstandingWeighted)),
    ),
  ];
}

/** How far the two lie apart, in a sentence. */
export function differenceReading({ left, right, difference }: Comparison): string {
  const without = [left, right].find((b) => b.default.rate == null);
  if (without || difference.rate == null)
    return `${without?.name ?? "One of the two"} has no default rate under these filters, so the two do not compare.`;
  const rates = `${asPercent(left.default.rate)} against ${asPercent(right.default.rate)}`;
  const interval =
    difference.low == null || difference.high == null
      ? ""
      : `; 95 % interval of the difference ${asPoints(difference.low)} to ${asPoints(difference.high)} points`;
  const points = asPoints(Math.abs(difference.rate)).replace(/^\+/, "");
  const apart =
    difference.rate === 0
      ? `${left.name} defaults as much as ${right.name}`
      : `${left.name} defaults ${points} points ${difference.rate > 0 ? "more" : "less"} than ${right.name}`;
  return `${apart} (${rates}${interval}).`;
}

/**
 * Whether that is more than chance. Two branches picked out of several differ by chance more often than their own test says,
 * so the test of all branches must find a difference too.
 */
export function chanceReading(
  { difference: { pValue, differs, smallestExpected } }: Comparison,
  all: Schemas["Heterogeneity"] | null | undefined,
  definition: Definition,
): string {
  if (pValue == null) return "There are too few loans to say whether this is more than chance.";
  const basis = countsLoans(definition) ? "" : "Tested by number of loans: ";
  const small = smallestExpected != null && smallestExpected < 5;
  const rough = small ? " Few loans are expected to default, so the test is rough." : "";
  const said = (words: string) =>
    `${basis}${basis ? words : words.charAt(0).toUpperCase() + words.slice(1)}.${rough}`;
  if (!differs) return said(`this is no more than chance would give (${asP(pValue)})`);
  if (!all || all.differs) return said(`this is more than chance would give (${asP(pValue)})`);
  return said(
    `the two alone differ (${asP(pValue)}), but they are picked out of ${asCount(all.degreesOfFreedom + 1)} branches, which together differ no more than chance would give (${asP(all.pValue)})`,
  );
}

/** Where the difference comes from, in a sentence. */
export function whyReading({ left, why }: Comparison): string {
  const what = nameOf(why.by).toLowerCase();
  if (why.rateEffect == null || why.mixEffect == null) return `It cannot be split by ${what}.`;
  const rates = `${asFinePoints(why.rateEffect)} points because the same groups default ${why.rateEffect < 0 ? "less" : "more"} in ${left.name}`;
  const mix = asFinePoints(why.mixEffect);
  const shares =
    mix === asFinePoints(0)
      ? "nothing because of its shares of them"
      : `${mix} because it has ${why.mixEffect < 0 ? "less" : "more"} of the groups that default most`;
  return `Split by ${what}: ${rates}, ${shares}.`;
}

/** A group's part in the difference. */
export type Reason = Schemas["GroupReason"] & { key: string; label: string; isChosen: boolean };

export const toReasons = ({ why }: Comparison, filters: Filters): Reason[] =>
  why.rows.map((row) => {
    const key = row.group[why.by] ?? "unknown";
    return { ...row, key, label: inWords(key), isChosen: isInForce(filters, why.by, key) };
  });

export const toBars = (
  reasons: Reason[],
  { left, right }: Comparison,
  definition: Definition,
): DivergingBar[] =>
  reasons.map((r) =>
    toSplitBar(r, [
      `${left.name}: ${sideOf(r.left, definition)}`,
      `${right.name}: ${sideOf(r.right, definition)}`,
    ]),
  );

const sideOf = (side: Schemas["ChangeSide"], definition: Definition) =>
  side.loans === 0 ? "no loans" : `${asPercent(side.default.rate)} (${asParts(side.default, definition)})`;
