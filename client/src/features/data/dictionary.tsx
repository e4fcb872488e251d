import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Card } from "../../components/card";
import { type Column, DataTable } from "../../components/table";
import type { Problem, Schemas } from "../../lib/api";
import { asCount } from "../../lib/format";
import { matching } from "./dictionary-data";
import { dictionary, dictionaryCsv } from "./get-dictionary";

type Entry = Schemas["DictionaryEntry"];

const columns: Column<Entry>[] = [
  { id: "name", head: "Column", isText: true, value: (e) => e.name, cell: (e) => e.name },
  { id: "table", head: "Table", isText: true, value: (e) => e.table, cell: (e) => e.table },
  { id: "type", head: "Type", isText: true, value: (e) => e.type, cell: (e) => e.type },
  {
    id: "required",
    head: "Required",
    isText: true,
    value: (e) => (e.required ? "required" : "optional"),
    cell: (e) => (e.required ? "required" : "optional"),
  },
  {
    id: "meaning",
    head: "Meaning",
    isText: true,
    cell: (e) => (
      <>
        {e.attribute && <span className="tag">the lender’s own</span>}
        {e.meaning || (e.attribute ? "" : "–")}
      </>
    ),
  },
];

/** Every column that the book can hold. */
export function Dictionary() {
  const query = useQuery(dictionary());
  const [typed, setTyped] = useState("");
  if ((query.error as Problem | null)?.type === "/problems/no-data") return null;
  return (
    <Card
      title="What does each column mean?"
      width={12}
      query={query}
      loans={false}
      csv={{ name: "data-dictionary", ask: dictionaryCsv }}
      note={({ data }) => {
        const found = matching(data, typed).length;
        return found < data.length && `${asCount(found)} of ${asCount(data.length)} columns.`;
      }}
    >
      {({ data }) => {
        const found = matching(data, typed);
        return (
          <>
            <label className="pick">
              Search
              <input
                type="search"
                placeholder="such as balance"
                value={typed}
                onChange={(e) => setTyped(e.target.value)}
              />
            </label>
            {found.length === 0 ? (
              <p className="nothing">No column has these letters.</p>
            ) : (
              <DataTable
                label="Columns of the data"
                rows={found}
                columns={columns}
                keyOf={(e) => `${e.table}.${e.name}`}
              />
            )}
          </>
        );
      }}
    </Card>
  );
}
