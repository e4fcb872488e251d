import { useQueries } from "@tanstack/react-query";
import { BreakdownCard } from "../../components/breakdown-card";
import { endOf } from "../../components/breakdown-data";
import { breakdown } from "../../components/get-breakdown";
import { without } from "../../lib/address";
import { useFilters } from "../../lib/filters";
import { BranchBars, useBranches } from "./branch-bars";
import { toBranches, toShown } from "./branch-bars-data";

const dimensions = ["region", "product", "ageBand", "incomeBand"] as const;

/** Default by what a manager asks for first, all on one scale. */
export function DefaultBy() {
  const end = useOneScale();
  return (
    <div id="default-by" className="triples">
      <BreakdownCard title="Default by region" id="by-region" by="region" end={end} />
      <BranchBars end={end} />
      <BreakdownCard title="Default by product" id="by-product" by="product" end={end} />
      <BreakdownCard title="Default by age" id="by-ageBand" by="ageBand" end={end} />
      <BreakdownCard title="Default by income" id="by-incomeBand" by="incomeBand" end={end} />
    </div>
  );
}

/** As far as the widest interval of all cards reaches: bars of one length then mean one rate. */
function useOneScale(): number | undefined {
  const { filters, definition } = useFilters();
  const answers = useQueries({
    queries: dimensions.map((by) => breakdown(by, without(filters, by), definition)),
  });
  const { query } = useBranches();
  const branches = toShown(toBranches(query.data?.data.rows ?? [], filters.branchId ?? []));
  const rows = [...answers.flatMap((a) => a.data?.data.rows ?? []), ...branches.map((b) => b.measures)];
  return endOf(rows) || undefined;
}
