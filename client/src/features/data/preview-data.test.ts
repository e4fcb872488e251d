import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import { tablesOf, toRows } from "./preview-data";

const table = (name: string, mapped: number): Schemas["PreviewTable"] => ({
  table: name,
  mapped,
  accepted: mapped,
  rejected: 0,
  repeated: 0,
  columns: ["loan_id"],
  rows: [
    { file: "loans.csv", line: 2, cells: ["L1"] },
    { file: "loans.csv", line: 3, cells: ["L2"] },
  ],
});
const reject = (name: string, line: number): Schemas["RejectItem"] => ({
  table: name,
  file: "loans.csv",
  line,
  column: "principal",
  rule: "number",
  value: "abc",
  message: "Not a number.",
  row: "L2,abc",
});

test("a row is marked where it would be refused, for its own table alone", () => {
  const rows = toRows(table("loans", 2), [reject("loans", 3), reject("customers", 2)]);
  expect(rows.map((r) => [r.line, r.isRefused])).toEqual([
    [2, false],
    [3, true],
  ]);
});

test("a table that gets no row is not shown", () => {
  const preview = { tables: [table("branches", 0), table("loans", 2)] } as Schemas["ImportPreview"];
  expect(tablesOf(preview).map((t) => t.table)).toEqual(["loans"]);
});
