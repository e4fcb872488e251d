import { useQuery } from "@tanstack/react-query";
import { BreakdownCard } from "../../components/breakdown-card";
import { summary } from "../../components/get-summary";
import { useFilters } from "../../lib/filters";
import { DefaultRate } from "./default-rate";
import { Originations } from "./originations";
import { StatusMix } from "./status-mix";
import { Totals } from "./totals";

export function Overview() {
  const { filters, definition } = useFilters();
  const query = useQuery(summary(filters, definition));
  return (
    <div className="grid">
      <Totals query={query} />
      <DefaultRate query={query} />
      <StatusMix query={query} />
      <Originations />
      <div className="pairs">
        <BreakdownCard title="Default by region" by="region" />
        <BreakdownCard title="Default by age" by="ageBand" />
        <BreakdownCard title="Default by product" by="product" />
        <BreakdownCard title="Default by income" by="incomeBand" />
      </div>
    </div>
  );
}
