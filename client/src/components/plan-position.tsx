import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type Filters, type ListFilter, without } from "../lib/address";
import type { Schemas } from "../lib/api";
import { useFilters } from "../lib/filters";
import { asCount, asInterval, asMoney, asPercent } from "../lib/format";
import { Card } from "./card";
import { AmountBars } from "./charts/amount-bars";
import { planPosition, planPositionCsv } from "./get-plan-position";
import { LoansLink } from "./loans-link";
import { Pick } from "./pick";
import {
  filterOfRow,
  isInForce,
  nameOfRow,
  planReading,
  toBands,
  toRows,
  warned,
} from "./plan-position-data";
import { type Column, DataTable } from "./table";

const title = "Against the plan (implied, not observed)";

/** Early warning from terms and status alone: the open balance by instalments behind, and the loans that a flag warns of. */
export function PlanPosition({ width }: { width?: 6 | 12 }) {
  const { filters, definition, toggle } = useFilters();
  const others = without(filters, "planBand");
  const query = useQuery(planPosition(others, definition));
  // The flags count the loans of all filters in force, as their links do.
  const flags = useQuery(planPosition(filters, definition)).data?.data.rows;
  const bars = useMemo(() => toBands(query.data?.data.rows ?? [], filters), [query.data, filters]);
  const select = useMemo(() => (band: string) => toggle("planBand", band), [toggle]);
  const columns = useMemo(() => columnsOf(toggle, filters), [toggle, filters]);
  return (
    <Card
      title={title}
      id="plan-position"
      width={width}
      query={query}
      meaning={["planBand", "impliedArrears", "pastMaturity", "otherLoanDefaulted"]}
      note={({ data }) => planReading(data)}
      csv={{ name: "plan-position", ask: () => planPositionCsv(others, definition) }}
      isEmpty={({ data }) => data.total.loans === 0}
      table={({ data }) => (
        <DataTable
          label={title}
          rows={toRows(data.rows, filters)}
          columns={columns}
          keyOf={nameOfRow}
          isChosen={(r) => isInForce(r, filters)}
        />
      )}
    >
      {() => (
        <>
          <p className="soft">Balance of the open loans, by how many instalments they are behind.</p>
          <AmountBars label="Open balance by instalments behind plan" bars={bars} onSelect={select} />
          <Flag row={flags && warned(flags, "pastMaturity")} says="open after the end of their contract" />
          <Flag
            row={flags && warned(flags, "otherLoanDefaulted")}
            says="open with another loan of the customer in default"
          />
        </>
      )}
    </Card>
  );
}

/** The open loans that a flag warns of, and their customers. */
function Flag({ row, says }: { row: Schemas["PlanGroup"] | undefined; says: string }) {
  if (!row) return null;
  const { loans, customers, outstanding } = row.open;
  return (
    <p>
      <LoansLink also={{ [filterOfRow(row)]: ["yes"], status: ["approved", "active"] }} count={loans}>
        {asCount(loans)} loans of {asCount(customers)} customers
      </LoansLink>{" "}
      {says}, {asMoney(outstanding)} outstanding
    </p>
  );
}

type Row = Schemas["PlanGroup"];

const columnsOf = (
  onToggle: (filter: ListFilter, value: string) => void,
  filters: Filters,
): Column<Row>[] => [
  {
    id: "group",
    head: "Group",
    isText: true,
    cell: (r) => (
      <Pick isChosen={isInForce(r, filters)} onPick={() => onToggle(filterOfRow(r), r.value)}>
        {nameOfRow(r)}
      </Pick>
    ),
  },
  { id: "loans", head: "Loans", value: (r) => r.loans, cell: (r) => asCount(r.loans) },
  { id: "open", head: "Open loans", value: (r) => r.open.loans, cell: (r) => asCount(r.open.loans) },
  {
    id: "outstanding",
    head: "Open balance",
    value: (r) => r.open.outstanding,
    cell: (r) => asMoney(r.open.outstanding),
  },
  {
    id: "arrears",
    head: "Implied arrears",
    value: (r) => r.open.impliedArrears,
    cell: (r) => asMoney(r.open.impliedArrears),
  },
  {
    id: "rate",
    head: "Default rate",
    value: (r) => r.default.rate,
    cell: (r) => asPercent(r.default.rate),
  },
  {
    id: "interval",
    head: "95 % interval",
    cell: (r) => asInterval(r.default.low, r.default.high),
    isExtra: true,
  },
];
