import { expect, test } from "vitest";
import { ofCustomers } from "./quality-data";

test("findings on customers are told from those on loans", () => {
  const finding = (id: string) => ({ id, title: "", count: 1, keys: ["1"] });
  const found = ofCustomers(["negative-balance", "customers-without-loan", "missing-income"].map(finding));
  expect(found.map((f) => f.id)).toEqual(["customers-without-loan", "missing-income"]);
});
