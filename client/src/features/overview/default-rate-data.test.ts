import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import { loansBehind, toComparison } from "./default-rate-data";

const book = (denominator: number) =>
  ({
    loans: 1000,
    lifecycle: { defaulted: { loans: 99, share: 0.099 } },
    default: { numerator: 99, denominator },
  }) as Schemas["LoanMeasures"];
const defaulted = { count: 99, also: { status: ["defaulted", "written_off"] } };

test("99 of 1,000 loans: the 99 are the defaulted and written off, the 1,000 all of the filters", () => {
  expect(loansBehind(book(1000), "count")).toEqual({ of: defaulted, all: { count: 1000, also: {} } });
});

test("without approved loans, and among ended loans, the denominator is narrowed to them", () => {
  expect(loansBehind(book(696), "booked").all).toEqual({
    count: 696,
    also: { status: ["active", "fully_paid", "defaulted", "written_off"] },
  });
  expect(loansBehind(book(497), "resolved").all).toEqual({
    count: 497,
    also: { status: ["fully_paid", "defaulted", "written_off"] },
  });
});

test("a rate of money stands on the same loans, counted", () => {
  expect(loansBehind(book(27_830_593.01), "amount")).toEqual({
    of: defaulted,
    all: { count: 1000, also: {} },
  });
});

test("a selection's rate is held against the whole book's; the book stands alone", () => {
  const texas = { rate: 0.1529, low: 0.0916, high: 0.2443, numerator: 13, denominator: 85 };
  const all = { rate: 0.099, low: 0.082, high: 0.1191, numerator: 99, denominator: 1000 };
  expect(toComparison(texas, all, "count").map((b) => [b.label, b.value, b.parts])).toEqual([
    ["These loans", 0.1529, "13 of 85"],
    ["Whole book", 0.099, "99 of 1,000"],
  ]);
  expect(toComparison(all, undefined, "count").map((b) => b.label)).toEqual(["Whole book"]);
});
