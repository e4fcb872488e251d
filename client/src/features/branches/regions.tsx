import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { toBars, verdict } from "../../components/breakdown-data";
import { Card } from "../../components/card";
import { AmountBars } from "../../components/charts/amount-bars";
import { IntervalBars } from "../../components/charts/interval-bars";
import { without } from "../../lib/address";
import { useFilters } from "../../lib/filters";
import { regions, regionsCsv } from "./get-regions";
import { interest, toPlaces } from "./league-data";
import { RegionTable } from "./region-table";
import { toAmounts, toRegions } from "./regions-data";

/** What each region owes beside how much of it defaults, in one order. */
export function Regions() {
  const { filters, definition, toggle } = useFilters();
  const question = { ...without(filters, "region"), definition };
  const query = useQuery(regions(question));
  const chosen = filters.region;
  const places = useMemo(() => toPlaces(query.data?.data.rows ?? [], "region", chosen), [query.data, chosen]);
  const groups = useMemo(() => toRegions(places), [places]);
  const shown = query.data?.meta.definition ?? definition;
  const amounts = useMemo(() => toAmounts(groups), [groups]);
  const rates = useMemo(() => toBars(groups, shown), [groups, shown]);
  const select = useMemo(() => (region: string) => toggle("region", region), [toggle]);
  // What the source does not say of any loan is no question to ask.
  if (groups.length === 1 && groups[0]?.key === "unknown") return null;
  return (
    <Card
      title="How much does each region owe, and how much of it defaults?"
      width={12}
      query={query}
      meaning={[
        "outstanding",
        `default.${definition}`,
        "default.low, default.high",
        "heterogeneity",
        ...interest,
      ]}
      note={({ data }) => verdict(data.heterogeneity, shown)}
      csv={{ name: "regions", ask: () => regionsCsv(question) }}
      isEmpty={({ data }) => data.total.loans === 0}
      table={({ data }) => (
        <RegionTable places={places} overall={data.total.default.rate} definition={shown} onSelect={select} />
      )}
    >
      {({ data }) => (
        <div className="columns">
          <section>
            <h3>Outstanding</h3>
            <AmountBars label="Outstanding by region" bars={amounts} onSelect={select} />
          </section>
          <section>
            <h3>Default rate, with its 95 % interval</h3>
            <IntervalBars
              label="Default by region"
              bars={rates}
              overall={data.total.default.rate}
              onSelect={select}
            />
          </section>
        </div>
      )}
    </Card>
  );
}
