import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Card } from "../../components/card";
import { type Column, DataTable } from "../../components/table";
import { asCount, asMoment } from "../../lib/format";
import { type Import, imports } from "./get-imports";
import { attempts } from "./import-data";
import { ImportLink } from "./import-link";

const columns: Column<Import>[] = [
  {
    id: "created",
    head: "Begun",
    isText: true,
    value: (i) => i.createdAt,
    cell: (i) => <ImportLink id={i.importId}>{asMoment(i.createdAt)}</ImportLink>,
  },
  { id: "state", head: "How it ended", isText: true, value: (i) => i.state, cell: (i) => i.state },
  { id: "profile", head: "Profile", isText: true, value: (i) => i.profile, cell: (i) => i.profile },
  { id: "rejects", head: "Refused rows", value: (i) => i.rejects, cell: (i) => asCount(i.rejects) },
  {
    id: "detail",
    head: "Why",
    isText: true,
    cell: (i) => [i.title && `${i.title}.`, i.detail].filter(Boolean).join(" ") || "–",
  },
];

/** Imports that came to nothing; none, and the card does not show. */
export function Attempts({ shown }: { shown: string | undefined }) {
  const query = useQuery(imports());
  const failed = useMemo(() => attempts(query.data?.items ?? []), [query.data]);
  if (query.data && failed.length === 0) return null;
  return (
    <Card
      title="Which imports came to nothing?"
      width={12}
      query={query}
      loans={false}
      note={({ items, nextCursor }) =>
        `Nothing of these was published. Each opens with what was said of it.${
          nextCursor ? ` Of the last ${asCount(items.length)} imports.` : ""
        }`
      }
    >
      {() => (
        <div className="prose">
          <DataTable
            label="Imports that came to nothing"
            rows={failed}
            columns={columns}
            keyOf={(i) => i.importId}
            isChosen={(i) => i.importId === shown}
          />
        </div>
      )}
    </Card>
  );
}
