import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Card } from "../../components/card";
import { IntervalBars } from "../../components/charts/interval-bars";
import { breakdownCsv } from "../../components/get-breakdown";
import { summary } from "../../components/get-summary";
import { Pick } from "../../components/pick";
import { type Column, DataTable } from "../../components/table";
import { without } from "../../lib/address";
import type { Schemas } from "../../lib/api";
import { useFilters } from "../../lib/filters";
import { asCount, asMoney, asPercent } from "../../lib/format";
import { inWords } from "../../lib/words";
import { lifecycleReading, statuses, toStatusBars } from "./status-mix-data";

const title = "How do the loans stand?";

/** The loans by status; each status a filter. */
export function StatusMix() {
  const { filters, definition, toggle } = useFilters();
  const chosen = filters.status as readonly string[] | undefined;
  const query = useQuery(summary(without(filters, "status"), definition));
  const data = query.data?.data;
  const bars = useMemo(() => (data ? toStatusBars(data, chosen) : []), [data, chosen]);
  const select = useMemo(() => (status: string) => toggle("status", status), [toggle]);
  const columns = useMemo(() => columnsOf(select, chosen ?? []), [select, chosen]);
  return (
    <Card
      title={title}
      id="status"
      query={query}
      meaning={["status", "lifecycle"]}
      csv={{
        name: "loans-by-status",
        ask: () => breakdownCsv("status", without(filters, "status"), definition),
      }}
      note={(answer) => lifecycleReading(answer.data.lifecycle)}
      isEmpty={(answer) => answer.data.loans === 0}
      table={(answer) => (
        <DataTable
          label="Loans by status"
          rows={statuses(answer.data, chosen)}
          columns={columns}
          keyOf={(s) => s.status}
          isChosen={(s) => chosen?.includes(s.status) ?? false}
        />
      )}
    >
      {() => <IntervalBars label={title} bars={bars} onSelect={select} />}
    </Card>
  );
}

type Row = Schemas["StatusShare"];

const columnsOf = (onSelect: (status: string) => void, chosen: readonly string[]): Column<Row>[] => [
  {
    id: "status",
    head: "Status",
    isText: true,
    cell: (s) => (
      <Pick isChosen={chosen.includes(s.status)} onPick={() => onSelect(s.status)}>
        {inWords(s.status)}
      </Pick>
    ),
  },
  { id: "loans", head: "Loans", value: (s) => s.loans, cell: (s) => asCount(s.loans) },
  { id: "share", head: "Share", value: (s) => s.share, cell: (s) => asPercent(s.share) },
  { id: "disbursed", head: "Disbursed", value: (s) => s.disbursed, cell: (s) => asMoney(s.disbursed) },
  { id: "repaid", head: "Repaid", value: (s) => s.repaid, cell: (s) => asMoney(s.repaid) },
  {
    id: "outstanding",
    head: "Outstanding",
    value: (s) => s.outstanding,
    cell: (s) => asMoney(s.outstanding),
  },
  {
    id: "unexplained",
    head: "Unexplained",
    value: (s) => s.unexplained,
    cell: (s) => asMoney(s.unexplained),
    isExtra: true,
  },
];
