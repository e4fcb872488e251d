import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import { toPeriods, toStack } from "./originations-data";

const quarter = (period: string, open: number, defaulted: number, fullyPaid: number, rate: object) =>
  ({
    period,
    lifecycle: { open: { loans: open }, defaulted: { loans: defaulted }, fullyPaid: { loans: fullyPaid } },
    default: rate,
  }) as Schemas["TrendPeriod"];
const rows = [
  quarter("2024-Q1", 5, 1, 3, { rate: 0.1111, low: 0.0199, high: 0.435, numerator: 1, denominator: 9 }),
  quarter("2024-Q2", 7, 0, 2, { rate: null, low: null, high: null, numerator: null, denominator: null }),
];

test("a quarter's loans are stacked by how they stand now, with their default rate; a rate that is unknown is a gap", () => {
  expect(toStack(rows, "count")).toEqual({
    periods: ["2024-Q1", "2024-Q2"],
    parts: [
      { name: "Open", values: [5, 7] },
      { name: "Defaulted", values: [1, 0] },
      { name: "Fully paid", values: [3, 2] },
    ],
    rates: {
      name: "Default rate",
      values: [
        { value: 0.1111, low: 0.0199, high: 0.435, parts: "1 of 9" },
        { value: null, low: null, high: null, parts: "unknown" },
      ],
    },
  });
});

test("a period whose filter is in force stands out in the table", () => {
  expect(toPeriods(rows, ["2024-Q2"]).map((p) => p.isChosen)).toEqual([false, true]);
});
