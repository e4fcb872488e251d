import { useQuery } from "@tanstack/react-query";
import { useId, useMemo } from "react";
import { Card } from "../../components/card";
import { StackedShares } from "../../components/charts/stacked-shares";
import { facets } from "../../components/filters/get-facets";
import { LoansLink } from "../../components/loans-link";
import { Pick } from "../../components/pick";
import { type Column, DataTable } from "../../components/table";
import type { Filters } from "../../lib/address";
import type { Schemas } from "../../lib/api";
import { filterOf, nameOf, toDimensions, withoutDimension } from "../../lib/dimensions";
import { useFilters, useParameter } from "../../lib/filters";
import { asCount, asLoans, asNumber, asPercent, asYears } from "../../lib/format";
import { sentence } from "../../lib/words";
import { punctuality, punctualityCsv } from "./get-punctuality";
import { type Group, toBars, toGroups } from "./punctuality-data";
import { useLateness } from "./use-lateness";

const title = "Who pays early, on time, late?";
const parts = ["Early", "On time", "Late"];
const none: Schemas["PunctualityGroup"][] = [];

/** Payment behaviour by group, each group a filter. */
export function Punctuality() {
  const { filters, toggle } = useFilters();
  const { asOf, under } = useLateness();
  const [askedBy, setBy] = useParameter("by");
  const label = useId();
  const dimensions = toDimensions(useQuery(facets(filters)).data?.data.facets ?? []);
  const usual = dimensions.find((d) => d.by === "employment") ?? dimensions[0];
  const by = askedBy ?? usual?.by ?? "employment";
  const compared = useMemo(() => withoutDimension(under, by), [under, by]);
  const asked = { ...compared, asOf, by };
  const query = useQuery(punctuality(asked));
  const rows = query.data?.data.rows ?? none;
  const groups = useMemo(() => toGroups(rows, by, filters), [rows, by, filters]);
  const bars = useMemo(() => toBars(groups), [groups]);
  const select = useMemo(() => (group: string) => toggle(...filterOf(by, group)), [toggle, by]);
  const columns = useMemo(
    () => columnsOf(by, select, asOf ? undefined : compared),
    [by, select, asOf, compared],
  );
  const total = query.data?.data.total;
  return (
    <Card
      title={title}
      id="punctuality"
      width={12}
      query={query}
      meaning={[
        "paymentBehaviour",
        "averageDaysLate",
        "missedInstalments",
        "trend",
        "punctual, sometimesLate, mostlyLate",
      ]}
      note={({ data: { total } }) =>
        `Of ${asCount(total.instalmentsDue)} instalments that fell due, ${asPercent(total.shareEarly)} were paid early, ${asPercent(total.shareOnTime)} on time, ${asPercent(total.shareLate)} late or not at all; ${asYears(total.averageDaysLate)} days late on average, early ones counted as 0. ${asCount(total.missedInstalments)} are still missed.`
      }
      csv={{ name: "payment-behaviour", ask: () => punctualityCsv(asked) }}
      isEmpty={({ data }) => data.total.instalmentsDue === 0}
      loans={
        !asOf &&
        total && (
          <p className="links">
            {kinds.map(({ kind, of }) => (
              <LoansLink key={kind} under={compared} also={{ punctuality: [kind] }} count={of(total)}>
                {`${sentence(kind)}: ${asLoans(of(total))}`}
              </LoansLink>
            ))}
          </p>
        )
      }
      table={() => (
        <DataTable
          label="Payment behaviour by group"
          rows={groups}
          columns={columns}
          keyOf={(g) => g.key}
          isChosen={(g) => g.isChosen}
        />
      )}
    >
      {() => (
        <>
          <div className="pickers">
            <label htmlFor={label}>
              grouped by
              <select
                id={label}
                value={by}
                onChange={(e) => setBy(e.target.value === usual?.by ? undefined : e.target.value)}
              >
                {dimensions.map((d) => (
                  <option key={d.by} value={d.by}>
                    {d.label.toLowerCase()}
                  </option>
                ))}
              </select>
            </label>
          </div>
          <StackedShares label={title} parts={parts} bars={bars} onSelect={select} />
        </>
      )}
    </Card>
  );
}

type Counted = Schemas["PunctualityGroup"];
/** The classes of punctuality with their loans. */
const kinds: { kind: NonNullable<Filters["punctuality"]>[number]; of: (group: Counted) => number }[] = [
  { kind: "punctual", of: (g) => g.punctual.loans },
  { kind: "sometimes late", of: (g) => g.sometimesLate.loans },
  { kind: "mostly late", of: (g) => g.mostlyLate.loans },
];

/** `under`: the filters of a list of loans, where there is one: the list knows how punctual loans are, and not how they were. */
const columnsOf = (
  by: string,
  select: (group: string) => void,
  under: Filters | undefined,
): Column<Group>[] => [
  {
    id: "group",
    head: nameOf(by),
    isText: true,
    cell: (g) => (
      <Pick isChosen={g.isChosen} onPick={() => select(g.key)}>
        {g.label}
      </Pick>
    ),
  },
  {
    id: "due",
    head: "Instalments due",
    value: (g) => g.instalmentsDue,
    cell: (g) => asCount(g.instalmentsDue),
  },
  { id: "early", head: "Early", value: (g) => g.shareEarly, cell: (g) => asPercent(g.shareEarly) },
  { id: "onTime", head: "On time", value: (g) => g.shareOnTime, cell: (g) => asPercent(g.shareOnTime) },
  { id: "late", head: "Late", value: (g) => g.shareLate, cell: (g) => asPercent(g.shareLate) },
  {
    id: "days",
    head: "Days late, mean",
    value: (g) => g.averageDaysLate,
    cell: (g) => asYears(g.averageDaysLate),
  },
  {
    id: "most",
    head: "Most in a year",
    value: (g) => g.maxDaysLate12m,
    cell: (g) => asCount(g.maxDaysLate12m),
  },
  {
    id: "missed",
    head: "Missed",
    value: (g) => g.missedInstalments,
    cell: (g) => asCount(g.missedInstalments),
  },
  {
    id: "trend",
    head: "Trend, days an instalment",
    value: (g) => g.trend.averageDaysPerInstalment,
    cell: (g) => asNumber(g.trend.averageDaysPerInstalment),
  },
  {
    id: "loans",
    head: "Loans",
    isExtra: true,
    value: (g) => g.loans,
    cell: (g) =>
      loansOf(
        g,
        by,
        under,
        kinds.map((k) => k.kind),
        g.loans,
      ),
  },
  ...kinds.map(
    ({ kind, of }): Column<Group> => ({
      id: kind,
      head: sentence(kind),
      isExtra: true,
      under: "Loans that are",
      value: of,
      cell: (g) => loansOf(g, by, under, [kind], of(g)),
    }),
  ),
];

function loansOf(
  group: Group,
  by: string,
  under: Filters | undefined,
  punctuality: NonNullable<Filters["punctuality"]>,
  count: number,
) {
  if (!under) return asCount(count);
  const [key, value] = filterOf(by, group.key);
  // A class of itself is one of the classes.
  const also =
    key === "punctuality"
      ? { punctuality: punctuality.filter((p) => p === value) }
      : { [key]: [value], punctuality };
  return (
    <LoansLink under={under} also={also} count={count}>
      {asCount(count)}
    </LoansLink>
  );
}
