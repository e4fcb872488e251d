import { expect, test } from "vitest";
import { toBars } from "./aging-data";

const group = (delinquencyBucket: string, loans: number, balance: number) => ({
  delinquencyBucket,
  loans,
  balance,
  arrearsAmount: 0,
  share: null,
});

test("the late buckets are drawn, the current one is not, and a chosen one stands out", () => {
  const rows = [group("current", 90, 9000), group("1-30", 4, 400), group(">180", 1, 60)];
  expect(toBars(rows, (r) => r.balance, [">180"])).toEqual([
    { key: "1-30", label: "1-30 days", value: 400, isChosen: false },
    { key: ">180", label: "above 180 days", value: 60, isChosen: true },
  ]);
  expect(toBars(rows, (r) => r.loans).map((b) => b.value)).toEqual([4, 1]);
});
