import { expect, test } from "vitest";
import { monthEnd, periodOf, placeOf } from "./months";

test("the last month's end up to a day is the day itself, or the end of the month before it", () => {
  expect(monthEnd("2024-12-31")).toBe("2024-12-31");
  expect(monthEnd("2025-05-06")).toBe("2025-04-30");
  expect(monthEnd("2025-01-01")).toBe("2024-12-31");
  expect(monthEnd("2024-02-28")).toBe("2024-01-31");
});

test("months before it are counted by the calendar", () => {
  expect(monthEnd("2024-12-31", 1)).toBe("2024-11-30");
  expect(monthEnd("2024-12-31", 12)).toBe("2023-12-31");
  expect(monthEnd("2025-05-06", 2)).toBe("2025-02-28");
  expect(monthEnd("2024-03-31", 1)).toBe("2024-02-29");
});

test("a row stands for its month, or for an age", () => {
  expect(
    [{ month: "2024-12-31" }, { on: "2024-12-31" }, { month: null, monthsOnBook: 7 }].map(periodOf),
  ).toEqual(["2024-12", "2024-12", "7"]);
  expect([{ on: "2024-12-31" }, { monthsOnBook: 0 }].map(placeOf)).toEqual(["Dec 31, 2024", "month 0"]);
});
