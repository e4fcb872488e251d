import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { answer, api, isAway } from "../lib/api";

const often = 2_000;
const seldom = 15_000;

const readiness = queryOptions({
  queryKey: ["ready"],
  queryFn: ({ signal }) => answer(api.GET("/health/ready", { parseAs: "text", signal })),
  refetchInterval: ({ state }) => (state.status === "error" ? often : seldom),
  networkMode: "always",
  retry: false,
});

/** Whether the API answers; once it does again, whatever was asked in between is asked anew. */
export function useApiIsUp(): boolean {
  const queries = useQueryClient();
  const { isError } = useQuery(readiness);
  useEffect(
    () =>
      // A card that fails is the first to know.
      queries.getQueryCache().subscribe(({ type, query }) => {
        const { status, error } = query.state;
        if (type !== "updated" || status !== "error" || query.queryKey[0] === readiness.queryKey[0]) return;
        if (error instanceof Error && isAway(error) && !isError)
          void queries.invalidateQueries({ queryKey: readiness.queryKey });
      }),
    [queries, isError],
  );
  useEffect(() => {
    if (!isError) return;
    return () => {
      void queries.invalidateQueries({ predicate: (q) => q.queryKey[0] !== readiness.queryKey[0] });
    };
  }, [queries, isError]);
  return !isError;
}

/** The version that an answer stands on; 0 where it names none. */
export function versionOf(data: unknown): number {
  const { meta, pages } = (data ?? {}) as { meta?: { dataVersion?: number }; pages?: unknown[] };
  return meta?.dataVersion ?? (pages ? versionOf(pages[0]) : 0);
}

/** Figures of two versions never stand side by side: once an answer shows a newer one, the older are asked for anew. */
export function useOneVersion(): void {
  const queries = useQueryClient();
  useEffect(() => {
    let newest = 0;
    return queries.getQueryCache().subscribe(({ type, query }) => {
      const version = versionOf(query.state.data);
      if (type !== "updated" || version <= newest) return;
      const isFirst = newest === 0;
      newest = version;
      if (isFirst) return;
      void queries.invalidateQueries({
        predicate: (q) => q.state.data !== undefined && versionOf(q.state.data) < version,
      });
    });
  }, [queries]);
}
