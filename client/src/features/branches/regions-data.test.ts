import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import { toAmounts, toRegions } from "./regions-data";

test("a region without a known balance has a gap and not a zero, one that owes nothing has 0", () => {
  const place = (key: string, outstanding: number | null) => ({
    key,
    name: key,
    isChosen: key === "north_east",
    row: { outstanding } as Schemas["PerformanceRow"],
  });
  expect(toAmounts(toRegions([place("north_east", null), place("Texas", 0)]))).toEqual([
    { key: "north_east", label: "north east", value: null, isChosen: true },
    { key: "Texas", label: "Texas", value: 0, isChosen: false },
  ]);
});
