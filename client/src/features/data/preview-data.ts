import type { Schemas } from "../../lib/api";

type Preview = Schemas["ImportPreview"];
type Table = Schemas["PreviewTable"];

/** A mapped row, and whether it would be refused. */
export type MappedRow = Schemas["PreviewRow"] & { isRefused: boolean };

/** The first rows of a table, those marked that would be refused. */
export function toRows(table: Table, rejects: Preview["rejects"]): MappedRow[] {
  const refused = new Set(rejects.filter((r) => r.table === table.table).map(placeOf));
  return table.rows.map((row) => ({ ...row, isRefused: refused.has(placeOf(row)) }));
}

/** Where a row stands in the files. */
export const placeOf = ({ file, line }: { file: string; line: number }) => `${file}, line ${line}`;

/** A table with what would be loaded of it; a table of which nothing comes is left out. */
export const tablesOf = ({ tables }: Preview): Table[] => tables.filter((t) => t.mapped > 0);
