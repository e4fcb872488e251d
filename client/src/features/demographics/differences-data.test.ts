import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import { differencesReading, rateOf, strengthWords, testWords } from "./differences-data";

const row = (by: string, adjustedP: number | null, groups = 4) =>
  ({
    by,
    groups,
    adjustedP,
    differs: adjustedP === null ? null : adjustedP < 0.05,
  }) as Schemas["AttributeDifference"];

test("four attributes that do not go with default are named together, with the smallest p", () => {
  const rows = [row("ageBand", 0.5775), row("employment", 1), row("gender", 1), row("incomeBand", 1)];
  expect(differencesReading(rows, 4, "count")).toBe(
    "None of them goes with default beyond chance: age, employment, gender and annual income were tested (smallest adjusted p = 0.58).",
  );
});

test("those that go with default are told from those that do not", () => {
  const rows = [
    row("ageBand", 0.0004),
    row("incomeBand", 0.02),
    row("gender", 0.4),
    row("employment", null, 1),
  ];
  expect(differencesReading(rows, 3, "balance")).toBe(
    "Tested by number of loans. Age and annual income go with default beyond chance; gender does not.",
  );
  expect(rows.map(testWords)).toEqual([
    "more than chance",
    "more than chance",
    "no more than chance",
    "one group only",
  ]);
});

test("what cannot be tested claims nothing", () => {
  expect(differencesReading([row("gender", null, 2)], 0, "count")).toBe(
    "Too little to test whether any of these goes with default.",
  );
  expect(testWords(row("gender", null, 2))).toBe("too little to test");
  expect(strengthWords({ cramersV: null } as Schemas["AttributeDifference"])).toBe("–");
  expect(strengthWords({ cramersV: 0.0907 } as Schemas["AttributeDifference"])).toBe("0.09");
});

test("a group's rate comes with what it is made of", () => {
  const group = { default: { rate: 0.146, numerator: 20, denominator: 137 } } as Schemas["GroupRate"];
  expect(rateOf(group, "count")).toBe("14.6% (20 of 137)");
});
