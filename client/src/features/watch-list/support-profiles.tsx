import { useQuery } from "@tanstack/react-query";
import { useId, useMemo } from "react";
import { Card } from "../../components/card";
import { LoansLink } from "../../components/loans-link";
import { Pick } from "../../components/pick";
import { type Column, DataTable } from "../../components/table";
import type { Schemas } from "../../lib/api";
import { useFilters, useParameter } from "../../lib/filters";
import { asCompact, asCount, asPercent } from "../../lib/format";
import { leastCustomers } from "../../lib/risk";
import { profiles, profilesCsv } from "./get-profiles";
import { filtersOf, profileOf } from "./watch-list-data";

type Profile = Schemas["SupportProfile"];
const usual = "20";

/** Groups of customers that are expected to lose most: where a programme helps more than calls. */
export function SupportProfiles() {
  const { filters, replace } = useFilters();
  const [least = usual, setLeast] = useParameter("least");
  const field = useId();
  const question = { ...filters, leastCustomers: Number(least) };
  const query = useQuery(profiles(question));
  const columns = useMemo(() => columnsOf((p) => replace(filtersOf(p))), [replace]);
  return (
    <Card
      title="Which groups need support?"
      width={12}
      query={query}
      loans={false}
      meaning={["expectedLoss", "probabilityOfDefault", "segments"]}
      note={() => "Running loans by customer segment, lateness and product; most expected loss first."}
      csv={{ name: "support-profiles", ask: () => profilesCsv(question) }}
      isEmpty={({ data }) => data.length === 0}
      empty={<p className="nothing">No group of running loans has {least} customers or more.</p>}
    >
      {({ data }) => (
        <>
          <div className="pickers">
            <label htmlFor={field}>
              with at least
              <select
                id={field}
                value={least}
                onChange={(e) => setLeast(e.target.value === usual ? undefined : e.target.value)}
              >
                {leastCustomers.map((l) => (
                  <option key={l} value={l}>
                    {l} customers
                  </option>
                ))}
              </select>
            </label>
          </div>
          <DataTable
            label="Groups that need support"
            rows={data}
            columns={columns}
            keyOf={(p) => `${p.segment} ${p.delinquencyBucket} ${p.product}`}
          />
        </>
      )}
    </Card>
  );
}

const columnsOf = (pick: (profile: Profile) => void): Column<Profile>[] => [
  {
    id: "profile",
    head: "Group",
    isText: true,
    value: profileOf,
    cell: (p) => (
      <span className="wraps">
        <Pick onPick={() => pick(p)}>{profileOf(p)}</Pick>
      </span>
    ),
  },
  { id: "customers", head: "Customers", value: (p) => p.customers, cell: (p) => asCount(p.customers) },
  {
    id: "loans",
    head: "Loans",
    value: (p) => p.loans,
    cell: (p) => (
      <LoansLink count={p.loans} also={filtersOf(p)}>
        {asCount(p.loans)}
      </LoansLink>
    ),
  },
  { id: "warned", head: "Warned", value: (p) => p.warned, cell: (p) => asCount(p.warned) },
  {
    id: "exposure",
    head: "Exposure",
    value: (p) => p.exposure,
    cell: (p) => asCompact(p.exposure),
    isExtra: true,
  },
  {
    id: "chance",
    head: "Mean chance",
    value: (p) => p.meanProbability,
    cell: (p) => asPercent(p.meanProbability),
  },
  { id: "loss", head: "Expected loss", value: (p) => p.expectedLoss, cell: (p) => asCompact(p.expectedLoss) },
  {
    id: "share",
    head: "of exposure",
    value: (p) => p.expectedLossShare,
    cell: (p) => (p.expectedLossShare == null ? "–" : asPercent(p.expectedLossShare)),
    isExtra: true,
  },
];
