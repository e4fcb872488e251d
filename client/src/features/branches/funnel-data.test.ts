import { expect, test } from "vitest";
import type { FunnelPoint } from "../../components/charts/funnel";
import type { Schemas } from "../../lib/api";
import { funnelReading, toPoints } from "./funnel-data";
import type { Place } from "./league-data";

const limits = { low95: 0.04, high95: 0.16, low998: 0, high998: 0.2 };
const place = (key: string, values: object): Place => ({
  key,
  name: `Branch ${key}`,
  isChosen: false,
  row: values as Schemas["PerformanceRow"],
});

test("points go by the loans that their rate counts, smallest first, and a branch without a rate has none", () => {
  const large = place("7", {
    loans: 123,
    default: { rate: 0.1, numerator: 12, denominator: 120 },
    funnel: limits,
    position: "inside",
  });
  const small = place("4", {
    loans: 85,
    default: { rate: 0.25, numerator: 20, denominator: 80 },
    funnel: limits,
    position: "above998",
  });
  const empty = place("9", { loans: 0, default: { rate: null, numerator: 0, denominator: 0 } });
  expect(toPoints([large, empty, small], "booked")).toEqual([
    {
      key: "4",
      label: "Branch 4",
      size: 80,
      rate: 0.25,
      parts: "20 of 80",
      limits,
      position: "high, past 99.8 %",
      beyond: "998",
      isChosen: false,
    },
    {
      key: "7",
      label: "Branch 7",
      size: 120,
      rate: 0.1,
      parts: "12 of 120",
      limits,
      position: "inside 95 %",
      beyond: null,
      isChosen: false,
    },
  ]);
});

test("a rate of money stands over all loans of its branch, without limits", () => {
  const money = place("7", { loans: 123, default: { rate: 0.065, numerator: 6500, denominator: 100000 } });
  expect(toPoints([money], "amount").map((p) => [p.size, p.limits, p.beyond])).toEqual([[123, null, null]]);
});

const points = (...beyond: FunnelPoint["beyond"][]) =>
  beyond.map((b, i) => ({ label: `Branch ${i + 1}`, beyond: b, limits }) as FunnelPoint);

test.each([
  [
    points(null, null),
    "All 2 branches lie within the 95 % limits: loans dealt out by chance would differ as much.",
  ],
  [points(null), "The branch lies within the 95 % limits."],
  [
    points("998", null, "998", "95"),
    "Branch 1, Branch 3 lie beyond the 99.8 % limits, which chance alone crosses in 2 of 1,000 branches. 1 of 4 branches lies between the 95 and 99.8 % limits, where chance alone puts about 5 in 100.",
  ],
  [
    points("95", "95"),
    "No branch lies beyond the 99.8 % limits, which chance alone crosses in 2 of 1,000 branches. 2 of 2 branches lie between the 95 and 99.8 % limits, where chance alone puts about 5 in 100.",
  ],
  [[], "No branch has a default rate under these filters."],
])("who lies outside the funnel is said, case %#", (given, reading) => {
  expect(funnelReading(given)).toBe(reading);
});

test("without limits the reader is told where to find them", () => {
  expect(funnelReading([{ ...points(null)[0], limits: null } as FunnelPoint])).toMatch(
    /^A rate of money or of loan-years has no limits/,
  );
});
