import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import { toFlows, toHeat } from "./transitions-data";

const cell = (to: string, loans: number, rate: number | null, rateByBalance: number | null = rate) =>
  ({
    to,
    loans,
    balance: loans * 100,
    rate,
    low: null,
    high: null,
    rateByBalance,
  }) as Schemas["TransitionsTo"];
const row = (from: string, loans: number, cells: Schemas["TransitionsTo"][]) =>
  ({ from, loans, balance: loans * 100, cells }) as Schemas["TransitionsFrom"];
const rows = [
  row("current", 40, [cell("current", 30, 0.75, 0.5), cell("1-30", 0, 0, 0), cell("paid", 10, 0.25, 0.5)]),
  row("1-30", 4, [cell("current", 1, 0.25), cell("1-30", 3, 0.75), cell("paid", 0, 0)]),
  row("paid", 0, [cell("paid", 0, null)]),
];

test("loans that leave stand in the rows, a move that none made stays blank, and few loans are marked as such", () => {
  const heat = toHeat(rows, "number");
  expect([heat.rows, heat.columns]).toEqual([
    ["current", "1-30"],
    ["current", "1-30", "paid"],
  ]);
  expect(heat.cells.map((c) => [c.key, c.row, c.column, c.value, c.below, c.isThin])).toEqual([
    ["current/current", 0, 0, 0.75, "30", false],
    ["current/paid", 0, 2, 0.25, "10", false],
    ["1-30/current", 1, 0, 0.25, "1", true],
    ["1-30/1-30", 1, 1, 0.75, "3", true],
  ]);
});

test("by balance a cell has its share of the balance", () => {
  expect(
    toHeat(rows, "balance")
      .cells.slice(0, 2)
      .map((c) => [c.value, c.below]),
  ).toEqual([
    [0.5, "3.00K"],
    [0.5, "1.00K"],
  ]);
});

test("roll and cure are lines over the months, with a gap where no loan was in the bucket", () => {
  const share = (numerator: number, denominator: number) => ({
    numerator,
    denominator,
    rate: denominator === 0 ? null : numerator / denominator,
  });
  const at = {
    month: "2024-12-31",
    cure: share(0, 6),
    cureByBalance: 0,
    states: [
      { from: "current", roll: share(2, 8), rollByBalance: 0.5 },
      { from: "1-30", roll: share(0, 0), rollByBalance: null },
    ],
  } as unknown as Schemas["TransitionsAt"];
  const { periods, lines } = toFlows([at], "number");
  expect(periods).toEqual(["2024-12"]);
  expect(lines.map((l) => [l.name, l.values[0], l.says?.[0]])).toEqual([
    ["roll current to 1-30", 0.25, "2 of 8"],
    ["roll 1-30 to 31-60", null, "0 of 0"],
    ["roll 31-60 to 61-90", null, ""],
    ["cured, of all late", 0, "0 of 6"],
  ]);
  expect(toFlows([at], "balance").lines[0]?.values).toEqual([0.5]);
});
