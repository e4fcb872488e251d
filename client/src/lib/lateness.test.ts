import { expect, test } from "vitest";
import { chosenOf, policyWords, spans } from "./lateness";

const strict = {
  rule: "oldestUnpaid" as const,
  graceDays: 0,
  restDays: [],
  holidays: [],
  tolerance: 0,
};

test("a policy reads as what it changes", () => {
  expect(policyWords(strict)).toBe(
    "Days past due run from the due date of the oldest instalment that is not settled.",
  );
  expect(
    policyWords({
      rule: "rolling",
      graceDays: 5,
      restDays: ["saturday", "sunday"],
      holidays: ["2024-12-25"],
      tolerance: 2.5,
    }),
  ).toBe(
    "Days past due run from the day with which a loan fell behind until nothing is overdue; after 5 days of grace; what falls due on Saturday or Sunday or a holiday falls due on the next working day; shortfalls up to 2.50 are let pass.",
  );
  expect(policyWords(undefined)).toBe("");
});

test("a choice that is none falls back on the usual one", () => {
  expect(chosenOf(spans, "3", "12")).toBe("3");
  expect(chosenOf(spans, undefined, "12")).toBe("12");
  expect(chosenOf(spans, "7", "12")).toBe("12");
});
