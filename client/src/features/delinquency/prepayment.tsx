import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Card } from "../../components/card";
import { PeriodLines } from "../../components/charts/period-lines";
import { type Column, DataTable } from "../../components/table";
import type { Schemas } from "../../lib/api";
import { asCount, asInterval, asPercent, asWholeMoney } from "../../lib/format";
import { axisNames } from "../../lib/lateness";
import { prepayment, prepaymentCsv } from "./get-prepayment";
import { periodOf, placeOf } from "./months";
import { toSpeeds } from "./prepayment-data";
import { useLateness } from "./use-lateness";

const title = "How fast are loans repaid ahead of schedule?";

/** Prepayment by month. */
export function Prepayment() {
  const { question, axis } = useLateness();
  const asked = { ...question, axis };
  const query = useQuery(prepayment(asked));
  const rows = query.data?.data.rows;
  const lines = useMemo(() => toSpeeds(rows ?? []), [rows]);
  return (
    <Card
      title={title}
      id="prepayment"
      query={query}
      meaning={["prepayment", "smm", "cpr"]}
      note={({ data: { total } }) =>
        `Over all months ${asPercent(total.share.rate)} of the loans that could be were repaid in full a month ahead of schedule or more (${asCount(total.share.numerator)} of ${asCount(total.share.denominator)}, 95 % interval ${asInterval(total.share.low, total.share.high)}); by principal ${asPercent(total.smm)} a month, ${asPercent(total.cpr)} a year.`
      }
      csv={{ name: "prepayment", ask: () => prepaymentCsv(asked) }}
      isEmpty={({ data }) => data.rows.length === 0}
      loans={false}
      table={({ data }) => (
        <DataTable label="Prepayment by month" rows={data.rows} columns={columns} keyOf={periodOf} />
      )}
    >
      {() => <PeriodLines label={title} data={lines} unit="percent" axis={axisNames[axis]} />}
    </Card>
  );
}

const share = (rate: number | null | undefined) => (rate == null ? "–" : asPercent(rate));
const columns: Column<Schemas["PrepaymentAt"]>[] = [
  { id: "month", head: "To", isText: true, value: (r) => r.month ?? r.monthsOnBook, cell: placeOf },
  {
    id: "loans",
    head: "Prepaid loans",
    value: (r) => r.share.numerator,
    cell: (r) => asCount(r.share.numerator),
  },
  { id: "rate", head: "Of the loans", value: (r) => r.share.rate, cell: (r) => share(r.share.rate) },
  { id: "interval", head: "95 % interval", cell: (r) => asInterval(r.share.low, r.share.high) },
  { id: "prepaid", head: "Principal", value: (r) => r.prepaid, cell: (r) => asWholeMoney(r.prepaid) },
  { id: "smm", head: "A month (SMM)", value: (r) => r.smm, cell: (r) => share(r.smm) },
  { id: "cpr", head: "A year (CPR)", value: (r) => r.cpr, cell: (r) => share(r.cpr) },
];
