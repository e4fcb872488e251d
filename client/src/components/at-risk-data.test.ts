import { expect, test } from "vitest";
import type { Schemas } from "../lib/api";
import { bucketsBeyond, byDay, toRiskLines } from "./at-risk-data";

const row = (on: string, days: number, balance: number, portfolio: number, rate: number | null) =>
  ({ on, days, loans: 1, balance, grossLoanPortfolio: portfolio, rate }) as Schemas["AtRiskRow"];
const rows = [
  row("2024-11-30", 30, 0, 0, null),
  row("2024-11-30", 90, 0, 0, null),
  row("2024-12-31", 30, 500, 4000, 0.125),
  row("2024-12-31", 90, 200, 4000, 0.05),
];

test("each month has its rates, a month without a portfolio none, and behind them stands what was lent in it", () => {
  const lent = [{ period: "2024-12", disbursed: 900 }] as Schemas["TrendPeriod"][];
  expect(toRiskLines(rows, lent, "2024-12-31")).toEqual({
    periods: ["2024-11", "2024-12"],
    lines: [
      { name: "PAR30", values: [null, 0.125], says: ["0 of 0", "500 of 4,000"] },
      { name: "PAR90", values: [null, 0.05], says: ["0 of 0", "200 of 4,000"] },
    ],
    behind: { name: "lent in the month", values: [null, 900] },
    chosen: ["2024-12"],
  });
  expect(toRiskLines(rows).behind).toBeUndefined();
});

test("the rates of a day stand together", () => {
  expect(byDay(rows).map((d) => [d.on, d.rows.map((r) => r.days)])).toEqual([
    ["2024-11-30", [30, 90]],
    ["2024-12-31", [30, 90]],
  ]);
});

test("the loans more than 30 days past due are those of the buckets from 31-60 on", () => {
  expect(bucketsBeyond(30)).toEqual(["31-60", "61-90", "91-120", "121-150", "151-180", ">180"]);
  expect(bucketsBeyond(90)).toEqual(["91-120", "121-150", "151-180", ">180"]);
  expect(bucketsBeyond(180)).toEqual([">180"]);
});
