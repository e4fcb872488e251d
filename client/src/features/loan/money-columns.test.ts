import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import { lateness, paidBy, paidFor } from "./money-columns";

const instalment = (daysLate: number | null, ...paid: [string, number][]) =>
  ({
    daysLate,
    paidBy: paid.map(([paymentNo, amount]) => ({ paymentNo, amount, paidOn: "2024-12-20" })),
  }) as Schemas["InstalmentItem"];

test("an instalment names its payments, and how much of each where they were several", () => {
  expect(paidBy(instalment(0, ["A", 100]))).toBe("A");
  expect(paidBy(instalment(0, ["B", 30], ["C", 20]))).toBe("B (30.00), C (20.00)");
  expect(paidBy(instalment(null))).toBe("");
});

test("a payment names its instalments, and says what went beyond the schedule", () => {
  const payment = (...paidPart: [number | null, number][]) =>
    ({ paidFor: paidPart.map(([seq, amount]) => ({ seq, amount })) }) as Schemas["PaymentItem"];
  expect(paidFor(payment([2, 100]))).toBe("2");
  expect(paidFor(payment([2, 100], [3, 30]))).toBe("2 (100.00), 3 (30.00)");
  expect(paidFor(payment([null, 12.5]))).toBe("beyond the schedule (12.50)");
});

test("days read as early, on time or late; before an instalment falls due there are none", () => {
  expect([-5, 0, 17, null].map((days) => lateness(instalment(days)))).toEqual([
    "5 early",
    "on time",
    "17 late",
    "–",
  ]);
});
