import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Card } from "../../components/card";
import { StackedPeriods } from "../../components/charts/stacked-periods";
import { originations, originationsCsv } from "../../components/get-originations";
import { GroupTable } from "../../components/group-table";
import { without } from "../../lib/address";
import { useFilters, useParameter } from "../../lib/filters";
import { type Interval, intervals } from "../../lib/sorts";
import { filterWords } from "../../lib/words";
import { periodFilters, toPeriods, toStack } from "./originations-data";

const title = "When were the loans made, and how do they stand now?";

/** Loans by period of origination; each period a filter. */
export function Originations() {
  const { filters, definition, toggle } = useFilters();
  const [asked, setInterval] = useParameter("interval");
  const interval: Interval = intervals.find((i) => i === asked) ?? "month";
  const filter = periodFilters[interval];
  const chosen = filters[filter];
  const others = without(filters, filter);
  const query = useQuery(originations(interval, others, definition));
  const shown = query.data?.meta.definition ?? definition;
  const rows = query.data?.data.rows;
  const stack = useMemo(() => toStack(rows ?? [], shown, chosen), [rows, shown, chosen]);
  const select = useMemo(() => (period: string) => toggle(filter, period), [toggle, filter]);
  return (
    <Card
      title={title}
      id="originations"
      width={12}
      query={query}
      meaning={["lifecycle", `default.${definition}`, "default.low, default.high"]}
      note={() =>
        `Loans by ${interval} of origination. A young ${interval} has had less time to default${
          definition === "perLoanYear" ? "" : ": counted for each loan-year, old and young compare"
        }.`
      }
      csv={{ name: "originations", ask: () => originationsCsv(interval, others, definition) }}
      isEmpty={({ data }) => data.rows.length === 0}
      table={() => (
        <GroupTable
          what={filterWords[filter]}
          groups={toPeriods(rows ?? [], chosen)}
          definition={shown}
          onSelect={select}
        />
      )}
    >
      {() => (
        <>
          <fieldset className="switch">
            <legend className="hidden">Length of a period</legend>
            {intervals.map((i) => (
              <button
                key={i}
                type="button"
                aria-pressed={i === interval}
                onClick={() => setInterval(i === "month" ? undefined : i)}
              >
                {i}
              </button>
            ))}
          </fieldset>
          <StackedPeriods label={title} stack={stack} onSelect={select} />
        </>
      )}
    </Card>
  );
}
