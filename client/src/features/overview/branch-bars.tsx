import { useQuery } from "@tanstack/react-query";
import { branches, branchesCsv } from "../../components/get-branches";
import { GroupCard } from "../../components/group-card";
import { without } from "../../lib/address";
import { useFilters } from "../../lib/filters";
import { rankingOf, shownOf, toBranches, toShown } from "./branch-bars-data";

/** The branches in the order in which the overview draws them. */
export function useBranches() {
  const { filters, definition } = useFilters();
  const question = { ...without(filters, "branchId"), definition, sort: rankingOf(definition) };
  return { query: useQuery(branches(question)), csv: () => branchesCsv(question) };
}

export function BranchBars({ end }: { end?: number }) {
  const { query, csv } = useBranches();
  const definition = query.data?.meta.definition ?? "count";
  return (
    <GroupCard
      title="Default by branch"
      id="by-branch"
      filter="branchId"
      query={query}
      toGroups={toBranches}
      toShown={toShown}
      remark={(groups) => shownOf(groups, definition)}
      end={end}
      csv={{ name: "default-by-branch", ask: csv }}
    />
  );
}
