import { type Column, DataTable } from "../../components/table";
import type { Schemas } from "../../lib/api";
import { asCount, asSize } from "../../lib/format";

type Table = Schemas["TableCounts"];
type SourceFile = Pick<Schemas["PreviewFile"], "name" | "bytes" | "read" | "staged" | "malformed"> & {
  ignored?: boolean;
};

/** Counts of a file that the profile does not read are none, not zero. */
const counted = (n: number | null | undefined) => (n == null ? "–" : asCount(n));

const ofFile: Column<SourceFile>[] = [
  {
    id: "name",
    head: "File",
    isText: true,
    value: (f) => f.name,
    cell: (f) => (f.ignored ? `${f.name} (left out)` : f.name),
  },
  { id: "bytes", head: "Size", value: (f) => f.bytes, cell: (f) => asSize(f.bytes) },
  { id: "read", head: "Rows read", value: (f) => f.read, cell: (f) => counted(f.read) },
  { id: "staged", head: "Readable", value: (f) => f.staged, cell: (f) => counted(f.staged) },
  { id: "malformed", head: "Not readable", value: (f) => f.malformed, cell: (f) => counted(f.malformed) },
];

/** Each file: rows read = readable + not readable. */
export const FileTable = ({ files }: { files: readonly SourceFile[] }) => (
  <DataTable label="By file" rows={files} columns={ofFile} keyOf={(f) => f.name} />
);

const ofTable: Column<Table>[] = [
  { id: "table", head: "Table", isText: true, value: (t) => t.table, cell: (t) => t.table },
  { id: "mapped", head: "Rows", value: (t) => t.mapped, cell: (t) => asCount(t.mapped) },
  { id: "accepted", head: "Accepted", value: (t) => t.accepted, cell: (t) => asCount(t.accepted) },
  { id: "rejected", head: "Refused", value: (t) => t.rejected, cell: (t) => asCount(t.rejected) },
  { id: "repeated", head: "Repeated", value: (t) => t.repeated, cell: (t) => asCount(t.repeated) },
];

/** Each table: rows = accepted + refused + repeated, those that occur before and are identical. */
export const TableTable = ({ tables }: { tables: readonly Table[] }) => (
  <DataTable label="By table" rows={tables} columns={ofTable} keyOf={(t) => t.table} />
);
