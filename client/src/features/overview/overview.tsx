import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useLocation } from "react-router";
import { summary } from "../../components/get-summary";
import { PlanPosition } from "../../components/plan-position";
import { useFilters } from "../../lib/filters";
import { AtRisk } from "./at-risk";
import { Change } from "./change";
import { DefaultBy } from "./default-by";
import { DefaultRate } from "./default-rate";
import { Money } from "./money";
import { Originations } from "./originations";
import { StandingOut } from "./standing-out";
import { StatusMix } from "./status-mix";
import { Totals } from "./totals";
import { useComparison } from "./use-comparison";

/** The whole book, or what the filters leave of it, on one page. */
export function Overview() {
  const { filters, definition } = useFilters();
  const query = useQuery(summary(filters, definition));
  const comparison = useComparison();
  const { hash } = useLocation();
  // The page is drawn after the address is read, so the browser found nothing to go to.
  useEffect(() => {
    if (hash) document.getElementById(hash.slice(1))?.scrollIntoView();
  }, [hash]);
  return (
    <div className="grid">
      <StandingOut query={query} comparison={comparison} />
      <DefaultRate query={query} />
      <Totals query={query} />
      <Money query={query} />
      <StatusMix />
      <PlanPosition />
      <AtRisk />
      <Originations />
      <DefaultBy />
      <Change comparison={comparison} />
    </div>
  );
}
