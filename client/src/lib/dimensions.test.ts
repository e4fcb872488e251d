import { expect, test } from "vitest";
import { filterOf, isInForce, nameOf, withoutDimension } from "./dimensions";

test("a branch is filtered by its number, a lender's own category by name and value, all else by its own name", () => {
  expect(filterOf("branch", "4")).toEqual(["branchId", "4"]);
  expect(filterOf("attribute:channel", "online")).toEqual(["attribute", "channel:online"]);
  expect(filterOf("ageBand", "18-24")).toEqual(["ageBand", "18-24"]);
});

test("dimensions are called as their filters are", () => {
  expect(["branch", "startYear", "attribute:sales_channel"].map(nameOf)).toEqual([
    "Branch",
    "Year of origination",
    "sales channel",
  ]);
});

test("to compare the groups of one category its own filter goes, and no other", () => {
  const filters = { region: ["Texas"], attribute: ["channel:online", "campaign:spring"] };
  expect(withoutDimension(filters, "region")).toEqual({
    attribute: ["channel:online", "campaign:spring"],
  });
  expect(withoutDimension(filters, "attribute:channel")).toEqual({
    region: ["Texas"],
    attribute: ["campaign:spring"],
  });
  expect(isInForce(filters, "attribute:channel", "online")).toBe(true);
  expect(isInForce(filters, "attribute:channel", "branch")).toBe(false);
});
