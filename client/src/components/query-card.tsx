import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useId, useState } from "react";
import { Link } from "react-router";
import type { Problem } from "../lib/api";
import { useFilters } from "../lib/filters";

type Props<T> = {
  title: string;
  note?: string;
  query: UseQueryResult<T>;
  children: (data: T) => ReactNode;
  table?: (data: T) => ReactNode;
  loans?: boolean;
};

/** A card: its question, its figure, and all that can come between: loading, error with retry, table, the loans behind it. */
export function QueryCard<T>({ title, note, query, children, table, loans = true }: Props<T>) {
  const heading = useId();
  const [asTable, setAsTable] = useState(false);
  const { search } = useFilters();
  return (
    <section className="card" aria-labelledby={heading}>
      <header>
        <h2 id={heading}>{title}</h2>
        {table && query.data !== undefined && (
          <button type="button" className="quiet" onClick={() => setAsTable(!asTable)}>
            {asTable ? "Show as chart" : "Show as table"}
          </button>
        )}
      </header>
      {query.isPending && <div className="skeleton" role="status" aria-label="Loading" />}
      {query.isError && <Failure problem={query.error as unknown as Problem} retry={() => query.refetch()} />}
      {query.data !== undefined && (asTable && table ? table(query.data) : children(query.data))}
      <footer>
        {note && <p>{note}</p>}
        {loans && <Link to={`/loans?${search}`}>Show loans</Link>}
      </footer>
    </section>
  );
}

function Failure({ problem, retry }: { problem: Problem; retry: () => void }) {
  if (problem.type === "/problems/no-data")
    return (
      <div role="alert">
        <p>No data are loaded yet.</p>
        <p>
          Load an extract with <code>make import DIR=… PROFILE=…</code>.
        </p>
      </div>
    );
  return (
    <div role="alert">
      <p>{problem.detail ?? "The API does not answer."}</p>
      <button type="button" onClick={retry}>
        Try again
      </button>
    </div>
  );
}
