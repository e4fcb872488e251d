import type { Column } from "./table";

/** The rows of a table as a file, for what the API answers as one object and not as a list; values as they came. */
export function tableCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): Blob {
  const written = columns.filter((c) => c.value);
  const lines = [
    written.map((c) => cell(c.under ? `${c.under} ${c.head}` : c.head)),
    ...rows.map((row) => written.map((c) => cell(c.value?.(row)))),
  ];
  return new Blob([lines.map((l) => `${l.join(",")}\r\n`).join("")], { type: "text/csv" });
}

/** As the API writes cells: quoted where need be, and never a formula to a spreadsheet. */
function cell(value: string | number | null | undefined): string {
  if (typeof value === "number") return `${value}`;
  const text = /^[=+\-@\t\r]/.test(value ?? "") ? `'${value}` : (value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
