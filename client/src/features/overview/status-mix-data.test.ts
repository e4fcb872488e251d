import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import { lifecycleReading, toStatusBars } from "./status-mix-data";

const book = {
  loans: 1000,
  status: [
    { status: "approved", loans: 304, share: 0.304 },
    { status: "fully_paid", loans: 696, share: 0.696 },
    { status: "written_off", loans: 0, share: 0 },
  ],
} as Schemas["LoanMeasures"];

test("a status carries its share and what it is made of; one that no loan has is left out", () => {
  expect(toStatusBars(book).map((b) => [b.label, b.value, b.parts])).toEqual([
    ["approved", 0.304, "304 of 1,000"],
    ["fully paid", 0.696, "696 of 1,000"],
  ]);
});

test("a status whose filter is in force stays, so that it can be taken off", () => {
  expect(toStatusBars(book, ["written_off"]).map((b) => [b.key, b.isChosen])).toEqual([
    ["approved", false],
    ["fully_paid", false],
    ["written_off", true],
  ]);
});

test("five statuses are read as three", () => {
  expect(
    lifecycleReading({
      open: { loans: 503, share: 0.503 },
      defaulted: { loans: 99, share: 0.099 },
      fullyPaid: { loans: 398, share: 0.398 },
    }),
  ).toBe(
    "Open, approved ones included: 503 (50.3%). Defaulted, written off included: 99 (9.9%). Fully paid: 398 (39.8%).",
  );
});
