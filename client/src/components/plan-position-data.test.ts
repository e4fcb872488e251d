import { expect, test } from "vitest";
import type { Schemas } from "../lib/api";
import { planReading, toBands, toRows, warned } from "./plan-position-data";

const group = (dimension: string, value: string, loans: number, outstanding: number | null) =>
  ({ dimension, value, loans, open: { loans, customers: null, outstanding } }) as Schemas["PlanGroup"];
const rows = [
  group("planBand", "<= 0", 101, 2160920.97),
  group("planBand", "3-6", 0, 0),
  group("planBand", "unknown", 2, null),
  group("pastMaturity", "yes", 104, 2171566.89),
  group("pastMaturity", "no", 399, 9079157.81),
];

test("a band has a bar of its open balance; without a known balance there is a gap", () => {
  expect(toBands(rows, { planBand: ["3-6"] })).toEqual([
    { key: "<= 0", label: "<= 0", value: 2160920.97, isChosen: false },
    { key: "3-6", label: "3-6", value: 0, isChosen: true },
    { key: "unknown", label: "no plan", value: null, isChosen: false },
  ]);
});

test("the table leaves out groups without a loan, but for those that a filter names", () => {
  expect(toRows(rows, {}).map((r) => r.value)).toEqual(["<= 0", "unknown", "yes", "no"]);
  expect(toRows(rows, { planBand: ["3-6"] }).map((r) => r.value)).toContain("3-6");
  expect(warned(rows, "pastMaturity")?.loans).toBe(104);
  expect(warned(rows, "otherLoanDefaulted")).toBeUndefined();
});

const position = (open: number | null, defaulted: number | null, lacking: number) =>
  ({
    total: { instalmentsBehind: { open, defaulted, fullyPaid: null } },
    withoutPlan: {
      loans: lacking,
      notPaidOut: 0,
      noPrincipal: 0,
      noInterestRate: lacking,
      noTerm: 0,
      noAmountPaid: 0,
    },
  }) as Schemas["PlanPositions"];

test("defaulted loans ahead of plan and open ones behind: the status contradicts the money", () => {
  expect(planReading(position(9.077, -9.122, 0))).toBe(
    "Open loans are on average 9.1 instalments behind plan, defaulted ones 9.1 instalments ahead of plan: the status contradicts the money. Implied by terms, status and the sum paid, not observed.",
  );
  expect(planReading(position(0.2, 12, 0))).toContain("defaulted ones 12.0 instalments behind plan. Implied");
});

test("a book without interest rates has no plan, and says so", () => {
  expect(planReading(position(null, null, 682))).toBe(
    "No plan: 682 loans (682 without an interest rate). Implied by terms, status and the sum paid, not observed.",
  );
});
