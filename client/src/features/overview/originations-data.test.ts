import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import { toStack } from "./originations-data";

test("a quarter's loans are stacked by how they stand now, in the order open, defaulted, fully paid", () => {
  const quarter = (period: string, open: number, defaulted: number, fullyPaid: number) =>
    ({
      period,
      lifecycle: { open: { loans: open }, defaulted: { loans: defaulted }, fullyPaid: { loans: fullyPaid } },
    }) as Schemas["TrendPeriod"];
  expect(toStack([quarter("2024-Q1", 5, 1, 3), quarter("2024-Q2", 7, 0, 2)])).toEqual({
    periods: ["2024-Q1", "2024-Q2"],
    parts: [
      { name: "Open", values: [5, 7] },
      { name: "Defaulted", values: [1, 0] },
      { name: "Fully paid", values: [3, 2] },
    ],
  });
});
