import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useId, useState } from "react";
import { Link } from "react-router";
import type { Problem } from "../lib/api";
import { save } from "../lib/download";
import { useFilters } from "../lib/filters";
import { Failure } from "./failure";
import { Meaning } from "./meaning";

/** A file that a card offers: what it is called, and how it is asked for. */
export type Csv = { name: string; ask: () => Promise<unknown> };

type Props<T> = {
  /** The question that the card answers. */
  title: string;
  query: UseQueryResult<T, Error>;
  children: (data: T) => ReactNode;
  /** Names in /metrics of the figures shown. */
  meaning?: readonly string[];
  /** The reading of the figures, in a sentence. */
  note?: (data: T) => ReactNode;
  /** The figures behind a chart. */
  table?: (data: T) => ReactNode;
  csv?: Csv;
  isEmpty?: (data: T) => boolean;
  empty?: ReactNode;
  /** Whether the loans behind the figure are those of the filters. */
  loans?: boolean;
  /** Columns of twelve. */
  width?: 4 | 6 | 8 | 12;
};

/** A card: its question, its figures, and all that can come between: loading, error with retry, nothing to show. */
export function Card<T>({
  title,
  query,
  children,
  note,
  table,
  csv,
  isEmpty,
  empty,
  loans = true,
  ...rest
}: Props<T>) {
  const { meaning, width = 6 } = rest;
  const heading = useId();
  const [asTable, setAsTable] = useState(false);
  const { query: filters } = useFilters();
  const { data } = query;
  const nothing = data !== undefined && (isEmpty?.(data) ?? false);
  return (
    <section
      className={`card span-${width}`}
      aria-labelledby={heading}
      aria-busy={query.isPending || query.isPlaceholderData}
    >
      <header>
        <h2 id={heading}>{title}</h2>
        {meaning && <Meaning of={meaning} title={title} />}
        <div className="actions">
          {table && data !== undefined && !nothing && (
            <button type="button" className="quiet" onClick={() => setAsTable(!asTable)}>
              {asTable ? "Show as chart" : "Show as table"}
            </button>
          )}
          {csv && data !== undefined && !nothing && <CsvButton csv={csv} />}
        </div>
      </header>
      {query.isPending && <div className="skeleton" role="status" aria-label="Loading" />}
      {query.isError && <Failure problem={query.error as Problem} retry={() => void query.refetch()} />}
      {nothing && (empty ?? <NothingFound />)}
      {data !== undefined && !nothing && (asTable && table ? table(data) : children(data))}
      <footer>
        <p>{data !== undefined && !nothing && note?.(data)}</p>
        {loans && data !== undefined && !nothing && (
          <Link to={{ pathname: "/loans", search: filters }}>Show loans</Link>
        )}
      </footer>
    </section>
  );
}

function NothingFound() {
  const { isFiltered, clear } = useFilters();
  return (
    <p className="nothing">
      No loan matches these filters.{" "}
      {isFiltered && (
        <button type="button" className="quiet" onClick={clear}>
          Clear all
        </button>
      )}
    </p>
  );
}

/** Downloads the rows behind a figure; says so where that fails. */
export function CsvButton({ csv }: { csv: Csv }) {
  const [state, setState] = useState<"ready" | "busy" | "failed">("ready");
  const download = async () => {
    setState("busy");
    try {
      save((await csv.ask()) as Blob, `${csv.name}.csv`);
      setState("ready");
    } catch {
      setState("failed");
    }
  };
  return (
    <button type="button" className="quiet" disabled={state === "busy"} onClick={() => void download()}>
      {state === "failed" ? "CSV failed: try again" : "Download CSV"}
    </button>
  );
}
