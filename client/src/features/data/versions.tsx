import { useQuery } from "@tanstack/react-query";
import { Card } from "../../components/card";
import { type Column, DataTable } from "../../components/table";
import type { Problem, Schemas } from "../../lib/api";
import { asCount, asDate, asMoment, asMoney, asSigned } from "../../lib/format";
import { versions, versionsCsv } from "./get-versions";
import { ImportLink } from "./import-link";

type Version = Schemas["VersionItem"];

const columns: Column<Version>[] = [
  {
    id: "version",
    head: "Version",
    isText: true,
    value: (v) => v.version,
    cell: (v) => <ImportLink id={v.importId}>{v.version}</ImportLink>,
  },
  {
    id: "published",
    head: "Published",
    isText: true,
    value: (v) => v.publishedAt,
    cell: (v) => asMoment(v.publishedAt),
  },
  { id: "asOf", head: "As of", isText: true, value: (v) => v.asOf, cell: (v) => asDate(v.asOf) },
  {
    id: "profile",
    head: "Loaded as",
    isText: true,
    value: (v) => v.profile,
    cell: (v) => `${v.profile}, ${v.mode}`,
  },
  ...pair("loans", "Loans", (t) => t.loans, asCount, 0),
  {
    id: "loans-moved",
    head: "Came, went, changed",
    isText: true,
    isExtra: true,
    under: "Loans",
    value: (v) => v.loans?.changed,
    cell: (v) => (v.loans ? [v.loans.added, v.loans.gone, v.loans.changed].map(asCount).join(", ") : "–"),
  },
  ...pair("principal", "Amount lent", (t) => t.principal, asMoney, 2),
  ...pair("amountPaid", "Repaid", (t) => t.amountPaid, asMoney, 2),
  ...pair("outstanding", "Outstanding", (t) => t.outstanding, asMoney, 2),
];

/** A total, and what it changed against the version before. */
function pair(
  id: string,
  head: string,
  of: (totals: Schemas["ControlTotals"]) => number | null | undefined,
  write: (value: number | null | undefined) => string,
  digits: number,
): Column<Version>[] {
  return [
    {
      id,
      head: "Total",
      under: head,
      value: (v) => v.totals && of(v.totals),
      cell: (v) => write(v.totals && of(v.totals)),
    },
    {
      id: `${id}-change`,
      head: "Change",
      // Not all pairs have room beside each other; this one is asked for least.
      isExtra: id === "amountPaid",
      under: head,
      value: (v) => v.change && of(v.change),
      cell: (v) => (v.change ? changed(of(v.change), digits) : "–"),
    },
  ];
}

const changed = (by: number | null | undefined, digits: number) =>
  by == null ? "unknown" : asSigned(by, digits);

/** Every version of the book; none, and the card does not show. */
export function Versions({ shown }: { shown: string | undefined }) {
  const query = useQuery(versions());
  if ((query.error as Problem | null)?.type === "/problems/no-data" || query.data?.items.length === 0)
    return null;
  return (
    <Card
      title="Which versions of the book were there?"
      width={12}
      query={query}
      loans={false}
      csv={{ name: "versions", ask: versionsCsv }}
      note={() => "A change is against the version before. All figures of all pages are of the newest."}
    >
      {({ items }) => (
        <DataTable
          label="Versions"
          rows={items}
          columns={columns}
          keyOf={(v) => `${v.version}`}
          isChosen={(v) => v.importId === shown}
        />
      )}
    </Card>
  );
}
