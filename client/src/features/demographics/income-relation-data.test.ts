import { expect, test } from "vitest";
import { incomeReading, unitOf, unitWords } from "./income-relation-data";

test("income that goes with default is said to, in its direction", () => {
  expect(incomeReading({ rho: -0.2912, pValue: 4.6e-250, customers: 12874 })).toBe(
    "Borrowers with more income default less (rank correlation \u22120.29, p < 0.001, 12,874 borrowers).",
  );
});

test("a correlation that chance could give is not read as one", () => {
  expect(incomeReading({ rho: 0.021, pValue: 0.66, customers: 435 })).toBe(
    "Income does not go with default beyond chance (rank correlation +0.02, p = 0.66, 435 borrowers).",
  );
});

test("a book without incomes claims nothing", () => {
  expect(incomeReading(null)).toBe("Too few borrowers with a known income to relate it to default.");
});

test("bars count borrowers where the definition can, and the card says which they count", () => {
  expect((["count", "resolved", "amount", "booked"] as const).map(unitOf)).toEqual([
    "borrower",
    "borrower",
    "loan",
    "loan",
  ]);
  expect(unitWords("count")).toMatch(/^Each bar counts borrowers/);
  expect(unitWords("balance")).toMatch(/cannot count borrowers/);
});
