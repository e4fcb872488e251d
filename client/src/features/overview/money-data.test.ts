import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import { moneyReading, orderOf, toFlow } from "./money-data";

const book = (sums: object) =>
  ({ disbursed: 100, unknown: { balance: 0, paid: 0, interestRate: 0 }, ...sums }) as Schemas["LoanMeasures"];
const short = book({ repaid: 45, outstanding: 43, unexplained: 12 });
const over = book({ repaid: 72, outstanding: 33, unexplained: -5 });

test("the blocks are what was disbursed, and repaid, outstanding and unexplained as its parts", () => {
  const { whole, parts } = toFlow(short);
  expect([whole, ...parts].map((b) => [b.label, b.value])).toEqual([
    ["Disbursed", 100],
    ["= Repaid", 45],
    ["+ Outstanding", 43],
    ["+ Unexplained", 12],
  ]);
});

test("a sum that no loan has is unknown, never 0", () => {
  expect(toFlow(book({ repaid: null, outstanding: 40, unexplained: 60 })).parts[0]?.value).toBeNull();
});

test("a block opens its own loans, largest first; what takes away begins with what takes most", () => {
  expect(["disbursed", "repaid", "outstanding", "unexplained"].map((k) => orderOf(k, short))).toEqual([
    "-principal",
    "-amountPaid",
    "-outstanding",
    "-unexplained",
  ]);
  expect(orderOf("unexplained", over)).toBe("unexplained");
});

test("the remainder is read as what it is", () => {
  expect(moneyReading(book({ unexplained: 3_225_065.78 }))).toBe(
    "3.23M is recorded neither as repaid nor as outstanding: written off, sold, or never recorded.",
  );
  expect(moneyReading(over)).toBe(
    "Repaid and outstanding are more than was paid out: interest and fees are within what was repaid.",
  );
  expect(moneyReading(book({ unexplained: 0, unknown: { balance: 76, paid: 75, interestRate: 0 } }))).toBe(
    "What was paid out is all repaid or outstanding. Loans that count as nothing here: 75 without an amount paid, 76 without a balance.",
  );
});
