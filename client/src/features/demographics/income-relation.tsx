import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { toBars, toGroups } from "../../components/breakdown-data";
import { Card } from "../../components/card";
import { IntervalBars } from "../../components/charts/interval-bars";
import { GroupTable } from "../../components/group-table";
import { without } from "../../lib/address";
import { useFilters } from "../../lib/filters";
import { incomeRelation, incomeRelationCsv } from "./get-income-relation";
import { incomeReading, unitWords } from "./income-relation-data";

/** Default along income, with the correlation over the single borrowers. */
export function IncomeRelation() {
  const { filters, definition, toggle } = useFilters();
  const chosen = filters.incomeBand;
  const others = without(filters, "incomeBand");
  const query = useQuery(incomeRelation(others, definition));
  const groups = useMemo(
    () => toGroups(query.data?.data.rows ?? [], "incomeBand", chosen),
    [query.data, chosen],
  );
  const shown = query.data?.meta.definition ?? definition;
  const bars = useMemo(() => toBars(groups, shown), [groups, shown]);
  const select = useMemo(() => (band: string) => toggle("incomeBand", band), [toggle]);
  return (
    <Card
      title="Does income matter?"
      query={query}
      meaning={["incomeCorrelation", "default with unit=borrower", "default.low, default.high"]}
      note={() => unitWords(shown)}
      csv={{ name: "default-by-income", ask: () => incomeRelationCsv(others, definition) }}
      isEmpty={({ data }) => data.total.loans === 0}
      table={() => <GroupTable what="Annual income" groups={groups} definition={shown} onSelect={select} />}
    >
      {({ data }) => (
        <>
          <p className="reading">{incomeReading(data.incomeCorrelation)}</p>
          <IntervalBars
            label="Default by annual income"
            bars={bars}
            overall={data.total.default.rate}
            onSelect={select}
          />
        </>
      )}
    </Card>
  );
}
