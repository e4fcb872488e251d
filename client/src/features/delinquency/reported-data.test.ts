import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import { inUnits, sides } from "./reported-data";

const difference = (figure: string, reported: number | null, ours: number | null) =>
  ({ figure, reported, ours, reportedStatus: "fully_paid", state: "31-60" }) as Schemas["ReportedDifference"];

test("either side is said in the figure's own unit, a status in words", () => {
  expect(sides(difference("balance", 800, 750.5))).toEqual(["800.00", "750.50"]);
  expect(sides(difference("daysPastDue", 0, 51))).toEqual(["0", "51"]);
  expect(sides(difference("status", null, null))).toEqual(["fully paid", "31-60 days"]);
});

test("what was not compared is a dash", () => {
  expect(inUnits("balance", null)).toBe("–");
});
