import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import {
  comparable,
  compared,
  notIncluded,
  termOf,
  termTest,
  toRatios,
  toStrengths,
} from "./characteristics-data";

const term = (more: object) => ({ by: "employment", ...more }) as Schemas["RegressionTerm"];

test("money has no outcome of its own: ended loans are compared then", () => {
  expect(
    ["count", "booked", "resolved", "amount", "balance", "perLoanYear"].map((d) => comparable(d as "count")),
  ).toEqual(["count", "booked", "resolved", "resolved", "resolved", "resolved"]);
});

test("an attribute that cannot be tested has no strength; one that holds stands out", () => {
  const attributes = [
    { by: "ageBand", association: { value: 0.2, low: 0.1, high: 0.3 }, differs: true },
    { by: "attribute:days_employed", association: { value: 0, low: 0, high: 0.1 }, differs: false },
    { by: "product", association: null },
  ] as Schemas["Characteristic"][];
  expect(toStrengths(attributes).map((r) => [r.label, r.value, r.isStrong])).toEqual([
    ["Age", 0.2, true],
    ["days employed", 0, false],
  ]);
});

test("a term says what is compared with what", () => {
  expect(termOf(term({ value: "Retired", reference: "Employed" }))).toBe(
    "Employment: Retired against Employed",
  );
  expect(termOf(term({ by: "incomeBand", unit: 39513.7 }))).toBe("Annual income, 39,514 more");
  expect(termOf(term({ by: "rateBand", unit: 3.475 }))).toBe("Interest rate, 3.48 more");
});

test("an odds ratio stands out where its interval leaves 1 out; one that is not finite is no point", () => {
  const rows = toRatios([
    term({ value: "a", oddsRatio: 2, low: 1.1, high: 3.6, pValue: 0.02 }),
    term({ value: "b", oddsRatio: 0.8, low: 0.5, high: 1.3, pValue: 0.4 }),
    term({ value: "c", problem: "separates" }),
  ]);
  expect(rows.map((r) => [r.value, r.isStrong])).toEqual([
    [2, true],
    [0.8, false],
  ]);
  expect(termTest(term({ problem: "separates" }))).toBe("has one outcome alone");
  expect(termTest(term({ pValue: 0.02 }))).toBe("p = 0.020");
});

test("of many odds ratios the surest are drawn, in the order that they came in", () => {
  const many = Array.from({ length: 30 }, (_, i) =>
    term({ value: `${i}`, oddsRatio: 1.5, pValue: (i % 2) / 2 + i / 1000 }),
  );
  const drawn = toRatios(many).map((r) => Number(r.key.split(" ")[1]));
  expect(drawn).toHaveLength(20);
  expect(drawn.filter((i) => i % 2 === 0)).toHaveLength(15);
  expect(drawn).toEqual(drawn.toSorted((a, b) => a - b));
});

test("what is left out of the regression says why", () => {
  expect(notIncluded([])).toBe("");
  expect(
    notIncluded([
      { by: "product", reason: "oneValue" },
      { by: "city", reason: "saidByPlace" },
    ]),
  ).toBe("Left out: product (one value only), city (a finer place says it).");
});

test("who is compared is said with the share and those on neither side", () => {
  const share = { numerator: 99, denominator: 497, rate: 99 / 497 };
  expect(compared({ share, leftOut: 503 } as Schemas["OutcomePopulation"], "defaulted")).toBe(
    "99 of 497 loans compared (19.9%) defaulted; 503 are on neither side.",
  );
  expect(compared({ share, leftOut: 0 } as Schemas["OutcomePopulation"], "fully_paid")).toBe(
    "99 of 497 loans compared (19.9%) are fully paid.",
  );
});
