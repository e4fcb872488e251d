import type { UseQueryResult } from "@tanstack/react-query";
import { useMemo } from "react";
import { useNavigate } from "react-router";
import { Card } from "../../components/card";
import { ClosingFlow } from "../../components/charts/closing-flow";
import { breakdownCsv } from "../../components/get-breakdown";
import { LoansLink } from "../../components/loans-link";
import { type Column, DataTable } from "../../components/table";
import { put } from "../../lib/address";
import type { Schemas } from "../../lib/api";
import { useFilters } from "../../lib/filters";
import { asMoney } from "../../lib/format";
import { moneyReading, orderOf, toFlow } from "./money-data";

const title = "Where is the money?";

/** Money as a flow that closes; each block opens the loans that make it up, largest first. */
export function Money({ query }: { query: UseQueryResult<Schemas["LoanMeasuresAnswer"], Error> }) {
  const { filters, definition, query: shared } = useFilters();
  const navigate = useNavigate();
  const data = query.data?.data;
  const flow = useMemo(() => data && toFlow(data), [data]);
  const open = useMemo(
    () => (key: string) => {
      if (!data) return;
      const search = put(new URLSearchParams(shared), "sort", orderOf(key, data));
      void navigate({ pathname: "/loans", search: search.toString() });
    },
    [data, shared, navigate],
  );
  return (
    <Card
      title={title}
      id="money"
      query={query}
      meaning={["disbursed", "repaid", "outstanding", "unexplained"]}
      note={(answer) => moneyReading(answer.data)}
      csv={{ name: "money-by-status", ask: () => breakdownCsv("status", filters, definition) }}
      isEmpty={(answer) => answer.data.loans === 0}
      table={(answer) => <MoneyTable measures={answer.data} />}
    >
      {() => flow && <ClosingFlow label={`${title} A block opens its loans`} flow={flow} onSelect={open} />}
    </Card>
  );
}

type Row = { key: string; label: string; value: number | null; sort: string };

function MoneyTable({ measures }: { measures: Schemas["LoanMeasures"] }) {
  const { whole, parts } = toFlow(measures);
  const rows = [whole, ...parts].map((b) => ({ ...b, sort: orderOf(b.key, measures) }));
  return <DataTable label={title} rows={rows} columns={columns} keyOf={(r) => r.key} />;
}

const columns: Column<Row>[] = [
  {
    id: "part",
    head: "Part",
    isText: true,
    cell: (r) => <LoansLink sort={r.sort}>{r.label}</LoansLink>,
  },
  { id: "amount", head: "Amount", cell: (r) => asMoney(r.value) },
];
