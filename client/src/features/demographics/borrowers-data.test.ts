import { expect, test } from "vitest";
import { toPairs } from "./borrowers-data";

test("a group's share of the borrowers stands beside its share of the customers; without customers there is none", () => {
  const groups = [
    { group: "female", borrowers: 218, borrowerShare: 0.5011, customers: 255, customerShare: 0.51 },
    { group: "self_employed", borrowers: 0, borrowerShare: null, customers: 1085, customerShare: null },
  ];
  expect(toPairs(groups, ["female"])).toEqual([
    { key: "female", label: "female", values: [0.5011, 0.51], parts: ["218", "255"], isChosen: true },
    {
      key: "self_employed",
      label: "self employed",
      values: [null, null],
      parts: ["0", "1,085"],
      isChosen: false,
    },
  ]);
});
