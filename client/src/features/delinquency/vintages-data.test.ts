import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import { agesOf, cellAt, lastOf, rateOf, toPanels, toVintages } from "./vintages-data";

const cell = (cohort: string, monthsOnBook: number, rate: number | null) =>
  ({
    group: {},
    cohort,
    monthsOnBook,
    rate,
    low: rate,
    high: rate,
    principalRate: rate,
  }) as Schemas["VintageCell"];
const cohort = (name: string, loans: number, observedMonthsOnBook: number) =>
  ({
    group: {},
    cohort: name,
    loans,
    principal: 1,
    observedMonthsOnBook,
    unknownLoans: 0,
  }) as Schemas["VintageCohort"];
const answer = {
  cohorts: [cohort("2024-Q1", 3, 9), cohort("2024-Q4", 2, 0)],
  rows: [
    ...Array.from({ length: 12 }, (_, m) => cell("2024-Q1", m, m > 9 ? null : m < 7 ? 0 : 1 / 3)),
    cell("2024-Q4", 0, null),
  ],
} as Schemas["Vintages"];
const vintages = toVintages(answer, ["2024-Q4"]);

test("a cell that was not observed is blank, and one observed without a default is 0", () => {
  const [first] = vintages;
  if (!first) throw new Error();
  expect([3, 9, 10, 24].map((age) => rateOf(cellAt(first, age), "number"))).toEqual([0, 1 / 3, null, null]);
  expect(lastOf(first)?.monthsOnBook).toBe(9);
  expect(agesOf(vintages)).toEqual([3, 6, 9]);
});

test("a panel ends where its cohort was last seen, and a cohort not seen yet has none", () => {
  const panels = toPanels(vintages, "in default", "number");
  expect(panels.map((p) => [p.key, p.title, p.values.length, p.values[11]])).toEqual([
    ["2024-Q1", "2024-Q1: 3", 12, null],
  ]);
  expect(panels[0]?.text).toBe(
    "2024-Q1, 3 loans, 33.3% in default by month 9, 95 % interval by number 33.3% to 33.3%",
  );
  expect(vintages.map((v) => v.isChosen)).toEqual([false, true]);
});
