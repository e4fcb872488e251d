import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Card } from "../../components/card";
import { PeriodLines } from "../../components/charts/period-lines";
import { type Column, DataTable } from "../../components/table";
import type { Schemas } from "../../lib/api";
import { asCount, asInterval, asPercent } from "../../lib/format";
import { survival, survivalCsv } from "./get-survival";
import { toCurve } from "./survival-data";
import { useLateness } from "./use-lateness";

const title = "How long do loans last without default?";

/** Time to default, loans that still run and loans repaid counted for as long as they were seen. */
export function Survival() {
  const { question } = useLateness();
  const query = useQuery(survival(question));
  const data = query.data?.data;
  const curve = useMemo(() => (data ? toCurve(data) : undefined), [data]);
  return (
    <Card
      title={title}
      id="survival"
      query={query}
      meaning={["survival", "default.date"]}
      note={({ data: { total } }) =>
        `${asCount(total.defaulted)} of ${asCount(total.loans)} loans defaulted; the others count for as long as they were seen. ${
          total.medianMonthsOnBook == null
            ? "More than half of the loans never default as far as seen."
            : `Half have defaulted by month ${total.medianMonthsOnBook}.`
        }${total.unknownLoans > 0 ? ` ${asCount(total.unknownLoans)} loans without known dates are left out.` : ""}`
      }
      csv={{ name: "survival", ask: () => survivalCsv(question) }}
      isEmpty={({ data: { total } }) => total.loans === 0}
      loans={false}
      table={({ data: { rows } }) => (
        <DataTable
          label="Loans without default by age"
          rows={rows}
          columns={columns}
          keyOf={(r) => `${r.monthsOnBook}`}
        />
      )}
    >
      {() =>
        curve && (
          <PeriodLines label={title} data={curve} unit="percent" axis="months since the start" isCropped />
        )
      }
    </Card>
  );
}

const columns: Column<Schemas["SurvivalRow"]>[] = [
  { id: "age", head: "Month", value: (r) => r.monthsOnBook, cell: (r) => r.monthsOnBook },
  { id: "risk", head: "Seen so far", value: (r) => r.atRisk, cell: (r) => asCount(r.atRisk) },
  { id: "defaulted", head: "Defaulted", value: (r) => r.defaulted, cell: (r) => asCount(r.defaulted) },
  { id: "survival", head: "Without default", value: (r) => r.survival, cell: (r) => asPercent(r.survival) },
  { id: "interval", head: "95 % interval", cell: (r) => asInterval(r.low, r.high) },
];
