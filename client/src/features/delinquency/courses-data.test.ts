import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import { toStack } from "./collections-data";
import { toBackTest, toLossLines } from "./losses-data";
import { toSpeeds } from "./prepayment-data";
import { toBars, toGroups } from "./punctuality-data";
import { toCurve } from "./survival-data";

test("a survival curve begins at the whole, stands still where none defaults, and ends at the highest age seen", () => {
  const curve = toCurve({
    total: { lastMonthsOnBook: 3 } as Schemas["SurvivalCurve"],
    rows: [
      { monthsOnBook: 2, atRisk: 4, defaulted: 1, survival: 0.75, low: 0.5, high: 0.9 },
    ] as Schemas["SurvivalRow"][],
  });
  expect(curve.periods).toEqual(["0", "1", "2", "3"]);
  expect(curve.lines.map((l) => l.values)).toEqual([
    [1, 1, 0.75, 0.75],
    [null, null, 0.5, 0.5],
    [null, null, 0.9, 0.9],
  ]);
  expect(curve.lines[0]?.says).toEqual(["", "", "1 of 4 defaulted", ""]);
});

test("what came in stands in its parts beneath what fell due; where nothing fell due there is no rate", () => {
  const month = {
    on: "2024-12-31",
    due: 400,
    onTime: 100,
    late: 100,
    againstArrears: 0,
    currentCollectionEfficiency: 0.5,
  };
  const stack = toStack([
    { ...month, on: "2024-11-30", due: 0, onTime: 0, late: 0, currentCollectionEfficiency: null },
    month,
  ] as Schemas["CollectionPeriod"][]);
  expect(stack.periods).toEqual(["2024-11", "2024-12"]);
  expect(stack.against?.values).toEqual([0, 400]);
  expect(stack.parts.map((p) => p.values[1])).toEqual([100, 100, 0]);
  expect(stack.rates?.values.map((r) => r.value)).toEqual([null, 0.5]);
});

test("a group's instalments are early, on time or late, and a group without one has no bar", () => {
  const group = (employment: string, shares: (number | null)[]) =>
    ({
      group: { employment },
      instalmentsDue: 40,
      shareEarly: shares[0],
      shareOnTime: shares[1],
      shareLate: shares[2],
      averageDaysLate: 16.625,
    }) as unknown as Schemas["PunctualityGroup"];
  const groups = toGroups(
    [group("Employed", [0.175, 0.6, 0.225]), group("unknown", [null, null, null])],
    "employment",
    { employment: ["Employed"] },
  );
  expect(toBars(groups).map((b) => [b.label, b.values, b.isChosen])).toEqual([
    ["Employed", [0.175, 0.6, 0.225], true],
    ["unknown", [null, null, null], false],
  ]);
  expect(toBars(groups)[0]?.text).toBe(
    "Employed, early 17.5%, on time 60.0%, late 22.5%, of 40 instalments, 16.6 days late on average",
  );
});

test("forecasts stand beside what came of them, and losses beside recoveries", () => {
  expect(
    toBackTest([
      { month: "2024-03-31", forecast: 120, actual: 100, error: 20 },
    ] as Schemas["ForecastOutcome"][]),
  ).toEqual({
    periods: ["2024-03"],
    lines: [
      { name: "forecast", values: [120] },
      { name: "lost in the months after", values: [100] },
    ],
  });
  const lines = toLossLines([
    { month: "2024-03-31", writtenOff: 50, recovered: 5, defaulted: 70 },
  ] as Schemas["LossesAt"][]);
  expect(lines.lines.map((l) => l.values[0])).toEqual([50, 5, 70]);
});

test("a month in which nothing could be prepaid has no speed", () => {
  const speeds = toSpeeds([
    { month: "2024-01-31", smm: null, share: { numerator: 0, denominator: 0, rate: null } },
    { month: "2024-05-31", smm: 0.2, share: { numerator: 1, denominator: 3, rate: 1 / 3 } },
  ] as Schemas["PrepaymentAt"][]);
  expect(speeds.lines.map((l) => l.values)).toEqual([
    [null, 0.2],
    [null, 1 / 3],
  ]);
  expect(speeds.lines[1]?.says).toEqual(["0 of 0", "1 of 3"]);
});
