import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import { rankingOf, shownOf, toBranches, toShown } from "./branch-bars-data";

const row = (branchId: string | null, name: string | null) =>
  ({ branchId, name }) as Schemas["PerformanceRow"];
const many = Array.from({ length: 12 }, (_, i) => row(`B${i + 1}`, `Branch ${i + 1}`));

test("a branch goes by its name, by its number where it has none, and a missing one is unknown", () => {
  const branches = toBranches([row("4", "Austin"), row("7", null), row(null, null)], ["7"]);
  expect(branches.map((b) => [b.key, b.label, b.isChosen])).toEqual([
    ["4", "Austin", false],
    ["7", "7", true],
    ["unknown", "unknown", false],
  ]);
});

test("of many branches the first ten are drawn, and a chosen one wherever it stands", () => {
  const shown = toShown(toBranches(many, ["B12"]));
  expect(shown).toHaveLength(11);
  expect(shown.at(-1)?.key).toBe("B12");
  expect(shownOf(toBranches(many, []), "count")).toBe(
    "The 10 of 12 branches with the highest adjusted rate; the table has them all.",
  );
});

test("a few branches are all drawn, and nothing is said of it", () => {
  const few = toBranches(many.slice(0, 3), []);
  expect(toShown(few)).toHaveLength(3);
  expect(shownOf(few, "count")).toBe("");
});

test("where money or loan-years are counted there is no adjusted rate to rank by", () => {
  expect(rankingOf("resolved")).toBe("adjustedRate");
  expect(rankingOf("perLoanYear")).toBe("defaultRate");
  expect(shownOf(toBranches(many, []), "amount")).toBe(
    "The 10 of 12 branches with the highest default rate; the table has them all.",
  );
});
