import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import {
  ageReading,
  chanceReading,
  changeReading,
  closing,
  isBeyondChance,
  labelOf,
  shownOf,
  toBars,
  toGroups,
  toPair,
  withFrom,
} from "./change-data";

const periods = {
  year: ["2022", "2023", "2024", "2025"],
  quarter: ["2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2"],
  month: ["2025-03", "2025-04", "2025-05"],
};

test("without a choice the last two whole years are compared; a year that is not over is not", () => {
  expect(toPair({}, periods, "2025-05-06")).toEqual({ from: "2023", to: "2024" });
  expect(toPair({}, periods, "2025-12-31")).toEqual({ from: "2024", to: "2025" });
});

test("a young book compares quarters, a younger one months, and one of a month nothing", () => {
  expect(toPair({}, { ...periods, year: ["2024", "2025"] }, "2025-05-06")).toEqual({
    from: "2024-Q4",
    to: "2025-Q1",
  });
  expect(toPair({}, { year: ["2025"], quarter: ["2025-Q1"], month: periods.month }, "2025-04-30")).toEqual({
    from: "2025-03",
    to: "2025-04",
  });
  expect(toPair({}, { year: ["2025"], quarter: ["2025-Q2"], month: ["2025-05"] }, "2025-05-31")).toBe(
    undefined,
  );
});

test("the address's pair holds where it compares; a year and a quarter do not", () => {
  expect(toPair({ from: "2024-Q3", to: "2025-Q2" }, periods, "2025-05-06")).toEqual({
    from: "2024-Q3",
    to: "2025-Q2",
  });
  expect(toPair({ from: "2022", to: "2025-Q2" }, periods, "2025-05-06")).toEqual({
    from: "2023",
    to: "2024",
  });
});

test("a first period of another length takes the one after it, or before it where none follows", () => {
  expect(withFrom("2022", "2024", periods)).toEqual({ from: "2022", to: "2024" });
  expect(withFrom("2024-Q4", "2024", periods)).toEqual({ from: "2024-Q4", to: "2025-Q1" });
  expect(withFrom("2025-05", "2024", periods)).toEqual({ from: "2025-05", to: "2025-04" });
});

const facets = [
  { filter: "region", label: "Region", values: [{ value: "North" }, { value: "South" }] },
  {
    filter: "branchId",
    label: "Branch",
    values: [
      { value: "4", label: "Austin" },
      { value: "5", label: "Waco" },
    ],
  },
  { filter: "product", label: "Product", values: [{ value: "unknown" }] },
  { filter: "status", label: "Status", values: [{ value: "active" }, { value: "defaulted" }] },
  { filter: "startYear", label: "Year", values: [{ value: "2023" }, { value: "2024" }] },
  { filter: "attribute", attribute: "channel", label: "channel", values: [{ value: "a" }, { value: "b" }] },
] as Schemas["Facet"][];

test("a branch is called by its name where the source has one, a group by its word", () => {
  expect([
    labelOf("branch", "4", facets),
    labelOf("branch", "9", facets),
    labelOf("product", "home_loan", facets),
  ]).toEqual(["Austin", "9", "home loan"]);
});

const side = (rate: number, numerator: number, denominator: number) => ({
  loans: denominator,
  share: 0.5,
  default: { rate, numerator, denominator },
});
const change = (total: object, rows: object[] = []) =>
  ({ by: "branch", from: "2023", to: "2024", rows, total }) as Schemas["PortfolioChange"];

test("a change is told with its two parts, which add up as they are written", () => {
  expect(changeReading(change({ change: 0.012, rateEffect: 0.009, mixEffect: 0.003 }))).toBe(
    "The default rate of loans made in 2024 is 1.2 points above 2023’s: +0.9 because groups default more, +0.3 because there are more of the groups that default most.",
  );
  expect(changeReading(change({ change: -0.0393, rateEffect: -0.0392, mixEffect: -0.0001 }))).toBe(
    "The default rate of loans made in 2024 is 3.9 points below 2023’s: −3.9 because groups default less, nothing because their shares moved.",
  );
  // To the tenth these would read +1.3 = +0.6 and +0.6.
  expect(closing(0.0128, [0.0064, 0.0064])).toEqual(["+1.28", "+0.64", "+0.64"]);
});

test("periods without a rate do not compare, and a change that cannot be split says so", () => {
  expect(changeReading(change({ change: null }))).toBe(
    "One of the two periods has no default rate, so 2023 and 2024 do not compare.",
  );
  expect(changeReading(change({ change: 0.02, rateEffect: null, mixEffect: null }))).toBe(
    "The default rate of loans made in 2024 is 2.0 points above 2023’s; it cannot be split by group.",
  );
});

test("a group's bar says both periods and both effects, by the branch's name", () => {
  const row = {
    group: { branch: "4" },
    from: side(0.1, 5, 50),
    to: side(0.2, 10, 50),
    rateEffect: 0.05,
    mixEffect: 0,
  };
  const groups = toGroups(change({}, [row]), facets, { branchId: ["4"] });
  expect(toBars(groups, change({}), "count")).toEqual([
    {
      key: "4",
      label: "Austin",
      values: [0.05, 0],
      isChosen: true,
      text: "Austin, 2023: 10.0% (5 of 50), 2024: 20.0% (10 of 50), own rate +5.00 points, share 0.00 points",
    },
  ]);
});

test("of many groups those that moved the rate most are drawn, in their order", () => {
  const rows = Array.from({ length: 14 }, (_, i) => ({
    group: { branch: `${i}` },
    from: side(0.1, 1, 10),
    to: side(0.1, 1, 10),
    rateEffect: i === 3 ? 0.0001 : -0.01,
    mixEffect: i === 7 ? 0 : 0.002,
  }));
  rows[7] = { ...(rows[7] as (typeof rows)[0]), rateEffect: 0.0002 };
  const groups = toGroups(change({}, rows), facets, {});
  const bars = toBars(groups, change({}), "count").map((b) => b.key);
  expect(bars).toEqual(["0", "1", "2", "4", "5", "6", "8", "9", "10", "11", "12", "13"]);
  expect(shownOf(12, 14)).toBe("The 12 of 14 groups that moved it most; the table has them all.");
  expect(shownOf(8, 8)).toBe("");
});

const testOf = (pValue: number) => ({
  chiSquare: 1,
  degreesOfFreedom: 1,
  pValue,
  differs: pValue < 0.05,
  smallestExpected: 10,
});
const years = (adjustedP: number) =>
  ({
    by: "startYear",
    groups: 4,
    adjustedP,
    differs: adjustedP < 0.05,
    standOut: [],
  }) as Schemas["AttributeDifference"];

test("two years that differ alone are not beyond chance where all years together are not", () => {
  expect(isBeyondChance(testOf(0.043), years(0.46))).toBe(false);
  expect(chanceReading(testOf(0.043), years(0.46), 11)).toBe(
    "The two alone differ (p = 0.043), but of several periods some pair will: over all 4 years, adjusted for the 11 attributes tested together, p = 0.46, there is no more than chance would give.",
  );
});

test("a change beyond chance is said to be, with both tests; one that is not, with its own", () => {
  expect(isBeyondChance(testOf(0.0001), years(0.002))).toBe(true);
  expect(chanceReading(testOf(0.0001), years(0.002), 13)).toBe(
    "This is more than chance would give (the two alone p < 0.001; all 4 years, adjusted for the 13 attributes tested together, p = 0.002).",
  );
  expect(isBeyondChance(testOf(0.3), years(0.002))).toBe(false);
  expect(chanceReading(testOf(0.3), years(0.002), 13)).toBe(
    "This is no more than chance would give (p = 0.30).",
  );
  expect(chanceReading(null, undefined, 0)).toBe(
    "There are too few loans to say whether this is more than chance.",
  );
});

test("younger loans come with a caution, unless their time on the book is counted", () => {
  expect(ageReading("2024", "2025", "count")).toMatch(/^Loans made in 2025 have had less time to default;/);
  expect(ageReading("2025", "2024", "amount")).toMatch(/^Loans made in 2025 have had less time/);
  expect(ageReading("2024", "2025", "perLoanYear")).toBe("");
});
