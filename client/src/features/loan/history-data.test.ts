import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import { basisOf, toLines } from "./history-data";

const point = (
  on: string,
  due: number | null,
  paid: number | null,
  balance: number | null,
  basis: "payments" | "reported" | null,
) => ({ on, due, paid, balance, basis }) as Schemas["HistoryPoint"];

test("a line holds its known values alone; what is not known of any day is no line", () => {
  const history = [
    point("2024-01-15", 0, 0, null, null),
    point("2024-02-15", 120, 100, null, null),
    point("2024-03-15", 240, null, null, null),
  ];
  expect(toLines(history)).toEqual([
    {
      name: "Due so far",
      steps: true,
      points: [
        ["2024-01-15", 0],
        ["2024-02-15", 120],
        ["2024-03-15", 240],
      ],
    },
    {
      name: "Paid so far",
      steps: true,
      points: [
        ["2024-01-15", 0],
        ["2024-02-15", 100],
      ],
    },
  ]);
  expect(basisOf(history)).toMatch(/balance over time is not known/);
});

test("a balance says what it rests on", () => {
  expect(basisOf([point("2024-01-15", null, null, 900, "reported")])).toMatch(/as the lender reported it/);
  expect(basisOf([point("2024-01-15", null, null, 900, "payments")])).toMatch(
    /principal parts of what was paid/,
  );
});
