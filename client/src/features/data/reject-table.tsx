import { type Column, DataTable } from "../../components/table";
import type { Schemas } from "../../lib/api";
import { asCount } from "../../lib/format";

type Reject = Schemas["RejectItem"];

const columns: Column<Reject>[] = [
  { id: "line", head: "Line", value: (r) => r.line, cell: (r) => asCount(r.line) },
  { id: "file", head: "File", isText: true, value: (r) => r.file, cell: (r) => r.file },
  {
    id: "column",
    head: "Column",
    isText: true,
    value: (r) => r.column,
    cell: (r) => r.column ?? "whole row",
  },
  { id: "value", head: "Value", isText: true, value: (r) => r.value, cell: (r) => r.value || "empty" },
  { id: "message", head: "What is wrong", isText: true, cell: (r) => r.message },
];

/** Refused rows, each with its place and what is wrong. */
export const RejectTable = ({ label, rejects }: { label: string; rejects: readonly Reject[] }) => (
  <div className="prose">
    <DataTable
      label={label}
      rows={rejects}
      columns={columns}
      keyOf={(r) => `${r.file}/${r.line}/${r.table}/${r.column}/${r.rule}`}
    />
  </div>
);
