import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import { knowsLateness, matching, stateWords, toChips, toChoices } from "./facets-data";

const facet = (filter: string, values: [string, string, number][], attribute?: string): Schemas["Facet"] => ({
  filter,
  attribute,
  label: attribute ?? filter,
  values: values.map(([value, label, loans]) => ({ value, label, loans })),
});
const facets = [
  facet("region", [["Texas", "Texas", 85]]),
  facet("branchId", [
    ["7", "Branch 7", 1085],
    ["8", "Branch 8", 12],
  ]),
  facet("status", [
    ["fully_paid", "fully_paid", 398],
    ["defaulted", "defaulted", 99],
  ]),
  facet("attribute", [["channel:web", "web", 4]], "channel"),
];

test("a filter without a choice is not offered, unless its one value is in force", () => {
  expect(toChoices(facets, {}).map((c) => c.id)).toEqual(["branchId", "status"]);
  expect(toChoices(facets, { region: ["Texas"], attribute: ["channel:web"] }).map((c) => c.id)).toEqual([
    "region",
    "branchId",
    "status",
    "attribute:channel",
  ]);
});

test("options show the bank's name, the loans, and what is chosen", () => {
  expect(toChoices(facets, { branchId: ["8"] })[0]).toEqual({
    id: "branchId",
    filter: "branchId",
    label: "BranchId",
    chosen: 1,
    options: [
      { value: "7", label: "Branch 7", loans: "1,085", isChosen: false },
      { value: "8", label: "Branch 8", loans: "12", isChosen: true },
    ],
  });
});

test("each filter in force is a chip in words, also one that the bar does not offer", () => {
  const filters = {
    branchId: ["7"],
    status: ["fully_paid" as const],
    startQuarter: ["2024-Q2"],
    finding: ["negative-balance" as const],
    attribute: ["channel:web"],
    startedFrom: "2024-02-29",
    incomeMin: 25000,
  };
  expect(toChips(filters, facets).map((c) => c.label)).toEqual([
    "Branch: Branch 7",
    "Status: fully paid",
    "Quarter of origination: 2024-Q2",
    "Finding: negative balance",
    "Channel: web",
    "Started from: Feb 29, 2024",
    "Income, at least: 25,000",
  ]);
});

test("searching is without regard to case", () => {
  const { options } = toChoices(facets, {})[0] ?? { options: [] };
  expect(matching(options, " bRANCH 8").map((o) => o.value)).toEqual(["8"]);
});

test("days past due are offered where the book knows of any; that loans are paid says nothing of the others", () => {
  const paid: [string, string, number] = ["paid", "paid", 398];
  const unknown: [string, string, number] = ["unknown", "unknown", 602];
  const late: [string, string, number] = [">180", ">180", 12];
  expect(knowsLateness([facet("delinquencyBucket", [paid, unknown])])).toBe(false);
  expect(toChoices([facet("delinquencyBucket", [paid, unknown])], {})).toEqual([]);
  const known = [facet("delinquencyBucket", [late, paid])];
  expect(knowsLateness(known)).toBe(true);
  expect(toChoices(known, {})[0]?.options.map((o) => o.label)).toEqual(["above 180 days", "paid"]);
  expect(toChips({ delinquencyBucket: [">180"] }, known)[0]?.label).toBe("Days past due: above 180 days");
});

test("a state on a day reads as a sentence does", () => {
  expect(
    [
      "2024-03-31:31-60",
      "2024-03-31:>180:owing",
      "2024-03-31:61-90:strict",
      "2024-03-31:current",
      "2024-03-31:written_off",
      "2024-03-31:unknown",
    ].map(stateWords),
  ).toEqual([
    "31-60 days late on Mar 31, 2024",
    "Above 180 days late on Mar 31, 2024, owing",
    "61-90 days late on Mar 31, 2024, owing and not renegotiated",
    "Current on Mar 31, 2024",
    "Written off by Mar 31, 2024",
    "Lateness unknown on Mar 31, 2024",
  ]);
});
