import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import { afterChoice, thinReading, toCells, toHeat } from "./age-income-data";

const cell = (ageBand: string, incomeBand: string, loans: number, rate: number | null) =>
  ({
    group: { ageBand, incomeBand },
    loans,
    default: { rate, numerator: 3, denominator: loans, low: null, high: null },
  }) as unknown as Schemas["GroupMeasures"];
const rows = [
  cell("18-24", "25k-50k", 29, 0.1),
  cell("18-24", "unknown", 1, 0),
  cell("25-34", "<25k", 30, 0.2),
  cell("25-34", "25k-50k", 40, null),
];
const bands = { ageBand: ["under 18", "18-24", "25-34"], incomeBand: ["<25k", "25k-50k"] };

test("bands stand in their own order, unknown last; a cell without a rate is blank", () => {
  const { columns, rows: ages, cells } = toHeat(toCells(rows, {}), bands, "count");
  expect(columns).toEqual(["<25k", "25k-50k", "unknown"]);
  expect(ages).toEqual(["18-24", "25-34"]);
  expect(cells.map((c) => [c.column, c.row, c.value, c.below])).toEqual([
    [1, 0, 0.1, "29"],
    [2, 0, 0, "1"],
    [0, 1, 0.2, "30"],
  ]);
});

test("29 loans are thin and 30 are not, and the cell says so", () => {
  const { cells } = toHeat(toCells(rows, {}), bands, "count");
  expect(cells.map((c) => [c.isThin, c.text])).toEqual([
    [true, "Age 18-24, income 25k-50k, 10.0% (3 of 29), 29 loans, too few to be read alone"],
    [true, "Age 18-24, income unknown, 0.0% (3 of 1), 1 loan, too few to be read alone"],
    [false, "Age 25-34, income <25k, 20.0% (3 of 30), 30 loans"],
  ]);
  expect(thinReading(toCells(rows, {}))).toBe(
    "2 of 4 cells have fewer than 30 loans (dashed): too few to be read alone. A blank cell has no loan to rate.",
  );
  expect(thinReading(toCells(rows.slice(2), {}))).toBe("Every cell has 30 loans or more.");
});

test("a cell is chosen where both its bands are in force, not one alone", () => {
  const chosen = (bandsInForce: object) => toCells(rows, bandsInForce).map((c) => c.isChosen);
  expect(chosen({ ageBand: ["25-34"], incomeBand: ["<25k", "25k-50k"] })).toEqual([false, false, true, true]);
  expect(chosen({ ageBand: ["25-34"] })).toEqual([false, false, false, false]);
});

test("a click leaves the cell alone in force; once more takes both its bands off", () => {
  const [first] = toCells(rows, {});
  if (!first) throw new Error("There is a cell.");
  const alone = { ageBand: ["18-24"], incomeBand: ["25k-50k"] };
  expect(afterChoice(first, {})).toEqual(alone);
  expect(afterChoice(first, { ageBand: ["18-24", "25-34"], incomeBand: ["25k-50k"] })).toEqual(alone);
  expect(afterChoice(first, alone)).toEqual({ ageBand: [], incomeBand: [] });
});
