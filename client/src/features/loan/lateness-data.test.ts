import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import { standingOf, toCourse } from "./lateness-data";

const late: Schemas["LoanLateness"] = {
  daysPastDue: 17,
  arrearsAmount: 50,
  delinquencyBucket: "1-30",
  countedFrom: "2024-12-15",
  oldestUnpaid: 3,
  due: 300,
  paid: 250,
  working: [],
  course: [
    { on: "2024-11-30", daysPastDue: 0, arrearsAmount: 0, state: "current" },
    { on: "2024-12-31", daysPastDue: 16, arrearsAmount: 50, state: "1-30" },
    { on: "2025-01-31", daysPastDue: null, arrearsAmount: null, state: "written_off" },
  ],
};

test("a month's days past due stand with what was overdue; of a loan written off there are none", () => {
  expect(toCourse(late)).toEqual({
    periods: ["2024-11-30", "2024-12-31", "2025-01-31"],
    lines: [{ name: "Days past due", values: [0, 16, null], says: ["current", "1-30 days", "written off"] }],
    behind: { name: "overdue", values: [0, 50, null] },
  });
});

test("what is not known of a loan's lateness is left out, never shown as none", () => {
  expect(standingOf(late)).toEqual([
    ["Standing", "1-30 days"],
    ["Days past due", "17"],
    ["Overdue", "50.00"],
    ["Counted from", "Dec 15, 2024"],
    ["Oldest open instalment", "number 3"],
  ]);
  expect(
    standingOf({
      ...late,
      daysPastDue: null,
      arrearsAmount: null,
      delinquencyBucket: "unknown",
      countedFrom: null,
      oldestUnpaid: null,
    }),
  ).toEqual([["Standing", "unknown"]]);
});
