import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import { rankWords, rateWords, sumWords, toPlaces } from "./league-data";

const row = (values: object) => values as Schemas["PerformanceRow"];
const rate = (value: number | null) => ({ rate: value }) as Schemas["DefaultRate"];

test("a branch without loans, one without a rate and one whose loans are all good are told apart", () => {
  expect(
    [
      { loans: 0, default: rate(null) },
      { loans: 7, default: rate(null) },
      { loans: 7, default: rate(0) },
    ].map(rateWords),
  ).toEqual(["no loans", "no rate", "0.0%"]);
});

test("what nobody owes is a dash where there is no loan, and unknown where no balance is", () => {
  expect(
    [
      { loans: 0, outstanding: null },
      { loans: 7, outstanding: null },
      { loans: 7, outstanding: 1444725.95 },
    ].map(sumWords),
  ).toEqual(["–", "unknown", "1,444,725.95"]);
});

test("a place comes with the places that chance leaves open", () => {
  expect(rankWords({ value: 1, low: 1, high: 9 })).toBe("1 (1–9)");
  expect(rankWords(null)).toBe("–");
});

test("rows keep the API's order; the chosen stand out, and loans without a branch are a row too", () => {
  const rows = [
    row({ group: { branch: "10" }, name: "Branch 10" }),
    row({ group: { branch: "4" }, name: "Branch 4" }),
    row({ group: { branch: "unknown" }, name: null }),
  ];
  expect(toPlaces(rows, "branch", ["4"]).map(({ row: _, ...place }) => place)).toEqual([
    { key: "10", name: "Branch 10", isChosen: false },
    { key: "4", name: "Branch 4", isChosen: true },
    { key: "unknown", name: "unknown", isChosen: false },
  ]);
});
