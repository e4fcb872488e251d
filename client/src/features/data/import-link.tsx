import type { ReactNode } from "react";
import { Link } from "react-router";
import { useFilters } from "../../lib/filters";

/** Opens what came of an import, on this page. */
export function ImportLink({ id, children }: { id: string; children: ReactNode }) {
  const { query } = useFilters();
  return <Link to={{ search: `${query}${query && "&"}import=${id}` }}>{children}</Link>;
}
