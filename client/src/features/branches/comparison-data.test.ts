import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import {
  chanceReading,
  differenceReading,
  toBars,
  toFigures,
  toPair,
  toReasons,
  whyReading,
} from "./comparison-data";

const row = (branch: string, loans: number) => ({ group: { branch }, name: `Branch ${branch}`, loans });
const rows = [row("10", 102), row("7", 123), row("9", 0), row("4", 85)];

test.each([
  [{}, { left: "10", right: "7" }],
  [{ left: "4" }, { left: "4", right: "10" }],
  [{ right: "10" }, { left: "7", right: "10" }],
  [
    { left: "9", right: "4" },
    { left: "9", right: "4" },
  ],
  [
    { left: "4", right: "4" },
    { left: "4", right: "10" },
  ],
  [
    { left: "Atlantis", right: "4" },
    { left: "10", right: "4" },
  ],
])("asked for %j, the branches compared are %j", (asked, pair) => {
  expect(toPair(asked, rows)).toEqual(pair);
});

test("one branch with loans cannot be compared", () => {
  expect(toPair({}, [row("10", 102), row("9", 0)])).toBeUndefined();
});

const branch = (name: string, loans: number, rate: number | null) => ({
  name,
  loans,
  outstanding: loans * 100,
  default: { rate, numerator: 13, denominator: loans, low: null, high: null },
  lifecycle: { open: { share: 0.25 } },
  interestRate: { simple: 8.62, amountWeighted: 8.4, outstandingWeighted: null },
});
const compared = (over: object = {}) =>
  ({
    left: branch("Branch 4", 85, 0.1529),
    right: branch("Branch 10", 102, 0.0588),
    difference: {
      rate: 0.0941,
      low: 0.0058,
      high: 0.1908,
      pValue: 0.0339,
      differs: true,
      smallestExpected: 8.6,
    },
    why: { by: "term", rows: [], rateEffect: 0.0892, mixEffect: 0.0049 },
    ...over,
  }) as unknown as Schemas["BranchComparison"];
const all = (pValue: number) =>
  ({ pValue, differs: pValue < 0.05, degreesOfFreedom: 9 }) as Schemas["Heterogeneity"];

test("the difference is said with both rates and its interval", () => {
  expect(differenceReading(compared())).toBe(
    "Branch 4 defaults 9.4 points more than Branch 10 (15.3% against 5.9%; 95 % interval of the difference +0.6 to +19.1 points).",
  );
});

test("a branch without a rate is not compared", () => {
  expect(differenceReading(compared({ right: branch("Branch 10", 0, null), difference: {} }))).toBe(
    "Branch 10 has no default rate under these filters, so the two do not compare.",
  );
});

test("two branches picked out of ten that do not differ are not said to differ", () => {
  expect(chanceReading(compared(), all(0.67), "count")).toBe(
    "The two alone differ (p = 0.034), but they are picked out of 10 branches, which together differ no more than chance would give (p = 0.67).",
  );
  expect(chanceReading(compared(), all(0.001), "amount")).toBe(
    "Tested by number of loans: this is more than chance would give (p = 0.034).",
  );
});

test("a difference that chance could give is not read as one, and a rough test is said to be", () => {
  const small = { pValue: 0.29, differs: false, smallestExpected: 3.2 };
  expect(chanceReading(compared({ difference: small }), all(0.67), "count")).toBe(
    "This is no more than chance would give (p = 0.29). Few loans are expected to default, so the test is rough.",
  );
  expect(chanceReading(compared({ difference: {} }), null, "count")).toBe(
    "There are too few loans to say whether this is more than chance.",
  );
});

test("what makes the difference is said in points", () => {
  expect(whyReading(compared())).toBe(
    "Split by term in months: +8.92 points because the same groups default more in Branch 4, +0.49 because it has more of the groups that default most.",
  );
  expect(whyReading(compared({ why: { by: "gender", rows: [], rateEffect: -0.0392, mixEffect: 0 } }))).toBe(
    "Split by gender: −3.92 points because the same groups default less in Branch 4, nothing because of its shares of them.",
  );
  expect(whyReading(compared({ why: { by: "product", rows: [] } }))).toBe("It cannot be split by product.");
});

test("figures stand side by side; a branch without loans has none", () => {
  const figures = toFigures(compared({ right: branch("Branch 9", 0, null) }), "count");
  expect(figures.map((f) => [f.label, f.left, f.right])).toEqual([
    ["Loans", "85", "0"],
    ["Outstanding", "8,500.00", "–"],
    ["Default rate", "15.3%", "no loans"],
    ["Defaulted of", "13 of 85", "–"],
    ["95 % interval", "–", "–"],
    ["Still open", "25.0%", "–"],
    ["Interest, simple", "8.62%", "–"],
    ["by amount", "8.40%", "–"],
    ["by balance", "unknown", "–"],
  ]);
});

test("each group's bar has what its rate and its share make, and both sides in words", () => {
  const side = (loans: number, rate: number | null, numerator: number) => ({
    loans,
    share: 0.1,
    default: { rate, numerator, denominator: loans },
  });
  const why = {
    by: "ageBand",
    rows: [
      {
        group: { ageBand: "18-24" },
        left: side(13, 0.2308, 3),
        right: side(0, null, 0),
        rateEffect: 0,
        mixEffect: 0.0123,
      },
    ],
  };
  const answer = compared({ why });
  expect(toBars(toReasons(answer, { ageBand: ["18-24"] }), answer, "count")).toEqual([
    {
      key: "18-24",
      label: "18-24",
      isChosen: true,
      values: [0, 0.0123],
      text: "18-24, Branch 4: 23.1% (3 of 13), Branch 10: no loans, own rate 0.00 points, share +1.23 points",
    },
  ]);
});
