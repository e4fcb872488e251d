import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import { matching } from "./dictionary-data";

type Entry = Schemas["DictionaryEntry"];
const entry = (table: string, name: string, meaning: string, more: Partial<Entry> = {}): Entry => ({
  table,
  name,
  type: "text",
  required: false,
  meaning,
  attribute: false,
  ...more,
});
const entries = [
  entry("loans", "outstanding_balance", "Balance still owed", { type: "number" }),
  entry("customers", "customer_id", "The lender's key", { required: true }),
  entry("loans", "channel", "", { attribute: true }),
];
const names = (typed: string) => matching(entries, typed).map((e) => e.name);

test("a column is found by any word of it, and by several together", () => {
  expect(names("BALANCE")).toEqual(["outstanding_balance"]);
  expect(names("loans number")).toEqual(["outstanding_balance"]);
  expect(names("required")).toEqual(["customer_id"]);
  expect(names("own")).toEqual(["channel"]);
  expect(names("")).toHaveLength(3);
  expect(names("collateral")).toEqual([]);
});
