import { expect, test } from "vitest";
import type { Schemas } from "./api";
import { filterOf, isInForce, nameOf, toDimensions, withoutDimension } from "./dimensions";

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

test("loans are split by what the source tells apart, but for their time and how they ended", () => {
  const facet = (filter: string, values: number, attribute?: string) =>
    ({
      filter,
      attribute,
      values: Array.from({ length: values }, (_, i) => ({ value: `${i}` })),
    }) as unknown as Schemas["Facet"];
  const facets = [
    facet("branchId", 2),
    facet("product", 1),
    facet("status", 4),
    facet("startYear", 4),
    facet("attribute", 2, "channel"),
  ];
  expect(toDimensions(facets)).toEqual([
    { by: "branch", label: "Branch" },
    { by: "attribute:channel", label: "channel" },
  ]);
});
