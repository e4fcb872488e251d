import { expect, test } from "vitest";
import {
  asProfileName,
  byTable,
  chosen,
  type Field,
  type MatchedColumn,
  nameOf,
  open,
  readingOf,
  readingsFor,
  shapeOf,
  sureness,
} from "./matching-data";

const column = (part: Partial<MatchedColumn>) =>
  ({
    name: "orig_dt",
    samples: ["03/03/2023", "03/04/2023"],
    readings: [],
    words: [],
    ambiguous: false,
    ...part,
  }) as MatchedColumn;
const dates = [
  { dateFormat: "%d/%m/%Y", numberFormat: null, values: ["2023-03-03", "2023-04-03"] },
  { dateFormat: "%m/%d/%Y", numberFormat: null, values: ["2023-03-03", "2023-03-04"] },
];

test("a field is called by its table and column", () => {
  expect(nameOf("loans.start_date")).toBe("Loans: start date");
  expect(nameOf("customers.attribute")).toBe("Attribute of the customer");
});

test("fields stand by table", () => {
  const fields = [{ field: "loans.a" }, { field: "customers.b" }, { field: "loans.c" }] as Field[];
  expect(byTable(fields).map(([t, f]) => [t, f.map((x) => x.field)])).toEqual([
    ["loans", ["loans.a", "loans.c"]],
    ["customers", ["customers.b"]],
  ]);
});

test("a choice adds to what was said of a column, and another field begins anew", () => {
  const first = chosen([], "t.csv", "a", { field: "loans.start_date" });
  const dated = chosen(first, "t.csv", "a", { dateFormat: "%d/%m/%Y" });
  expect(dated).toEqual([{ file: "t.csv", column: "a", field: "loans.start_date", dateFormat: "%d/%m/%Y" }]);
  expect(chosen(dated, "t.csv", "a", { field: "" })).toEqual([{ file: "t.csv", column: "a", field: "" }]);
});

test("words that are said one after the other stand together", () => {
  const one = chosen([], "t.csv", "a", { field: "loans.status" });
  const two = chosen(one, "t.csv", "a", { words: { run: "active" } });
  expect(chosen(two, "t.csv", "a", { words: { over: "fully_paid" } })).toEqual([
    { file: "t.csv", column: "a", field: "loans.status", words: { run: "active", over: "fully_paid" } },
  ]);
});

test("a field that another column had is taken from it, an attribute is not", () => {
  const one = chosen([], "t.csv", "a", { field: "loans.principal" });
  expect(chosen(one, "t.csv", "b", { field: "loans.principal" })).toEqual([
    { file: "t.csv", column: "a" },
    { file: "t.csv", column: "b", field: "loans.principal" },
  ]);
  const two = chosen([], "t.csv", "a", { field: "loans.attribute" });
  expect(chosen(two, "t.csv", "b", { field: "loans.attribute" })).toHaveLength(2);
  expect(chosen(two, "t.csv", "b", { field: "loans.attribute" })[0]?.field).toBe("loans.attribute");
});

test.each([
  [0.96, "sure"],
  [0.85, "sure"],
  [0.7, "likely"],
  [0.5, "perhaps"],
])("a confidence of %d is %s", (confidence, word) => expect(sureness(confidence)).toBe(word));

test("a reading is shown by the value that it reads otherwise", () => {
  const c = column({ readings: dates });
  expect(readingOf(c, 0)).toBe("03/04/2023 is 2023-04-03");
  expect(readingOf(c, 1)).toBe("03/04/2023 is 2023-03-04");
  expect([readingsFor(c, "date"), readingsFor(c, "number"), readingsFor(c, undefined)]).toEqual([
    [0, 1],
    [],
    [],
  ]);
});

test("what is open is said: fields without a column, words without a meaning, dates of two readings", () => {
  const words = [
    { word: "run", count: 3, ours: null, confidence: null },
    { word: "Open", count: 1, ours: "active", confidence: 0.9 },
  ] as const;
  const matching = {
    missing: [{ field: "loans.loan_id" }],
    files: [
      { columns: [column({ readings: dates, ambiguous: true }), column({ name: "st8", words: [...words] })] },
    ],
  } as never;
  expect(open(matching)).toEqual([
    "No column was found for Loans: loan id.",
    "It must be said what these words mean, or their rows are refused: run (st8).",
    "orig_dt can be read in several ways that all hold: 03/04/2023 is 2023-04-03, or 03/04/2023 is 2023-03-04.",
  ]);
});

test("a file's shape is a sentence", () => {
  const file = {
    delimiter: ";",
    skipLines: 2,
    headerLines: 1,
    encoding: "latin-1",
    totalLines: ["Total"],
  } as never;
  expect(shapeOf(file)).toBe(
    "Cells are set apart by semicolon; 2 lines above the header are passed over; the encoding is latin-1; a line of totals at the end is left out.",
  );
});

test("a profile's name comes of the file's", () =>
  expect(asProfileName("Loan Tape (March 2024).csv")).toBe("loan-tape-march-2024"));
