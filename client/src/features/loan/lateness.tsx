import type { UseQueryResult } from "@tanstack/react-query";
import { useMemo } from "react";
import { Card } from "../../components/card";
import { PeriodLines } from "../../components/charts/period-lines";
import { Facts } from "../../components/facts";
import { type Column, DataTable } from "../../components/table";
import { tableCsv } from "../../components/table-csv";
import type { Schemas } from "../../lib/api";
import { asCount, asDate, asMoney } from "../../lib/format";
import { policyWords } from "../../lib/lateness";
import { bucketWords } from "../../lib/words";
import { standingOf, toCourse } from "./lateness-data";

const title = "How late is it, and how does that come about?";
type Props = { query: UseQueryResult<Schemas["LoanDetailAnswer"], Error>; name: string };

/** How late a loan is with the working of it, and how late it was at the end of each month. */
export function Lateness({ query, name }: Props) {
  const late = query.data?.data.lateness;
  const course = useMemo(() => late && toCourse(late), [late]);
  const hasCourse = late !== undefined && late.course.length > 0;
  return (
    <Card
      title={title}
      width={12}
      query={query}
      loans={false}
      meaning={["daysPastDue", "arrearsAmount", "agingBuckets"]}
      note={({ meta }) => policyWords(meta.policy)}
      csv={hasCourse ? { name, ask: async () => tableCsv(columns, late.course) } : undefined}
      table={
        hasCourse
          ? () => (
              <DataTable
                label="Days past due by month"
                rows={late.course}
                columns={columns}
                keyOf={(p) => p.on}
              />
            )
          : undefined
      }
    >
      {({ data }) => (
        <div className={hasCourse ? "split" : undefined}>
          <div>
            <Facts facts={standingOf(data.lateness)} />
            <ol className="working">
              {data.lateness.working.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ol>
          </div>
          {hasCourse && course && <PeriodLines label={title} data={course} unit="count" />}
        </div>
      )}
    </Card>
  );
}

const columns: Column<Schemas["LatenessPoint"]>[] = [
  { id: "on", head: "End of", isText: true, value: (p) => p.on, cell: (p) => asDate(p.on) },
  {
    id: "days",
    head: "Days past due",
    value: (p) => p.daysPastDue,
    cell: (p) => (p.daysPastDue == null ? "–" : asCount(p.daysPastDue)),
  },
  {
    id: "arrears",
    head: "Overdue",
    value: (p) => p.arrearsAmount,
    cell: (p) => (p.arrearsAmount == null ? "–" : asMoney(p.arrearsAmount)),
  },
  { id: "state", head: "Standing", isText: true, value: (p) => p.state, cell: (p) => bucketWords(p.state) },
];
