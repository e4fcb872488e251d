import { BreakdownCard } from "../../components/breakdown-card";
import { useCommonEnd } from "../../components/use-common-end";
import { useFilters } from "../../lib/filters";
import { BranchBars, useBranches } from "./branch-bars";
import { toBranches, toShown } from "./branch-bars-data";

const dimensions = ["region", "product", "ageBand", "incomeBand"] as const;

/** Default by what a manager asks for first, all on one scale. */
export function DefaultBy() {
  const { filters } = useFilters();
  const { query } = useBranches();
  const branches = toShown(toBranches(query.data?.data.rows ?? [], filters.branchId ?? []));
  const end = useCommonEnd(
    dimensions,
    branches.map((b) => b.measures),
  );
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
