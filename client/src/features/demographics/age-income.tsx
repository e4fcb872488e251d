import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Card } from "../../components/card";
import { HeatMap } from "../../components/charts/heat-map";
import { metrics } from "../../components/get-metrics";
import { without } from "../../lib/address";
import { useFilters } from "../../lib/filters";
import { afterChoice, thinReading, toCells, toHeat } from "./age-income-data";
import { AgeIncomeTable } from "./age-income-table";
import { ageIncome, ageIncomeCsv } from "./get-age-income";

const title = "How does default lie over age and income together?";
const axes = ["Annual income", "Age"] as const;
const noBands: Record<string, string[]> = {};

/** Default by age within income; a cell sets both filters. */
export function AgeIncome() {
  const { filters, definition, replace } = useFilters();
  const { ageBand, incomeBand } = filters;
  const others = without(filters, "ageBand", "incomeBand");
  const query = useQuery(ageIncome(others, definition));
  const bands = useQuery(metrics()).data?.data.bands ?? noBands;
  const cells = useMemo(
    () => toCells(query.data?.data.rows ?? [], { ageBand, incomeBand }),
    [query.data, ageBand, incomeBand],
  );
  const shown = query.data?.meta.definition ?? definition;
  const heat = useMemo(() => toHeat(cells, bands, shown), [cells, bands, shown]);
  const select = useMemo(
    () => (key: string) => {
      const cell = cells.find((c) => c.key === key);
      if (cell) replace(afterChoice(cell, { ageBand, incomeBand }));
    },
    [cells, replace, ageBand, incomeBand],
  );
  return (
    <Card
      title={title}
      query={query}
      meaning={[`default.${definition}`, "loans"]}
      note={() => thinReading(cells)}
      csv={{ name: "default-by-age-and-income", ask: () => ageIncomeCsv(others, definition) }}
      isEmpty={({ data }) => data.total.loans === 0}
      table={() => <AgeIncomeTable cells={cells} definition={shown} onSelect={select} />}
    >
      {() => <HeatMap label={title} axes={axes} heat={heat} onSelect={select} />}
    </Card>
  );
}
