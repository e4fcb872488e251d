import { expect, test } from "vitest";
import type { Schemas } from "../lib/api";
import { endOf, toBars, toGroups, verdict } from "./breakdown-data";

const regions = {
  chiSquare: 6.6854,
  degreesOfFreedom: 9,
  pValue: 0.6698,
  differs: false,
  smallestExpected: 8.2,
};

test("ten regions that do not differ are said not to differ", () => {
  expect(verdict(regions, "count")).toBe(
    "The differences are no more than chance would give (chi-square 6.69, 9 degrees of freedom, p = 0.67).",
  );
});

test("a test on small groups says that it is rough, and a tiny p is not written out", () => {
  expect(
    verdict(
      { ...regions, chiSquare: 1718.51, pValue: 4.6e-250, differs: true, smallestExpected: 4.9 },
      "booked",
    ),
  ).toBe(
    "The groups differ by more than chance would give (chi-square 1,718.51, 9 degrees of freedom, p < 0.001). Some groups are small, so the test is rough.",
  );
});

test("the test beside a rate of money says that it counts loans", () => {
  expect(verdict(regions, "amount")).toMatch(/^Tested by number of loans. The differences are no more/);
});

test("without a test nothing is claimed", () => {
  expect(verdict(null, "count")).toBe("Too little to test whether the groups differ.");
});

test("a group's bar carries rate, interval and what the rate is made of; without a rate there is a gap", () => {
  const group = (product: string, rate: object) =>
    ({ group: { product }, default: rate }) as unknown as Schemas["GroupMeasures"];
  const rows = [
    group("home_loan", { rate: 0.15, low: 0.09, high: 0.25, numerator: 13, denominator: 85 }),
    group("boat", { rate: null, low: null, high: null, numerator: 0, denominator: 0 }),
  ];
  expect(toBars(toGroups(rows, "product", ["boat"]), "count")).toEqual([
    {
      key: "home_loan",
      label: "home loan",
      value: 0.15,
      low: 0.09,
      high: 0.25,
      parts: "13 of 85",
      isChosen: false,
    },
    { key: "boat", label: "boat", value: null, low: null, high: null, parts: "0 of 0", isChosen: true },
  ]);
});

test("a scale reaches to the widest interval, and to the rate itself where there is none", () => {
  const row = (rate: object) => ({ default: rate as Schemas["DefaultRate"] });
  expect(endOf([row({ rate: 0.15, high: 0.25 }), row({ rate: 0.4, high: null }), row({ rate: null })])).toBe(
    0.4,
  );
  expect(endOf([])).toBe(0);
});
