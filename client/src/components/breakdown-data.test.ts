import { expect, test } from "vitest";
import { verdict } from "./breakdown-data";

test("ten regions that do not differ are said not to differ", () => {
  expect(
    verdict({
      chiSquare: 6.6854,
      degreesOfFreedom: 9,
      pValue: 0.6698,
      differs: false,
      smallestExpected: 8.2,
    }),
  ).toBe(
    "The differences are no more than chance would give (chi-square 6.69, 9 degrees of freedom, p = 0.67).",
  );
});

test("without a test nothing is claimed", () => {
  expect(verdict(null)).toBe("Too little to test whether the groups differ.");
});
