import { expect, test } from "vitest";
import type { Column } from "./table";
import { tableCsv } from "./table-csv";

type Payment = { number: string; amount: number | null };
const columns: Column<Payment>[] = [
  { id: "number", head: "Number", value: (p) => p.number, cell: (p) => p.number },
  { id: "amount", head: "Amount", under: "Money", value: (p) => p.amount, cell: (p) => p.amount },
  { id: "bar", head: "bar", cell: () => null, isDecoration: true },
];

test("a table's values become a file: quoted where need be, unknown as empty, no text a formula", async () => {
  const rows = [
    { number: "1", amount: -12.5 },
    { number: '2, "second"', amount: null },
    { number: "=SUM(A1)", amount: 0 },
  ];
  expect(await tableCsv(columns, rows).text()).toBe(
    'Number,Money Amount\r\n1,-12.5\r\n"2, ""second""",\r\n\'=SUM(A1),0\r\n',
  );
});
