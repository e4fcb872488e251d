import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { type ReactNode, useId, useRef, useState } from "react";
import type { Form, Problem, Schemas } from "../lib/api";
import { useFilters } from "../lib/filters";
import { asDate } from "../lib/format";
import { filterWords } from "../lib/words";
import { DownloadButton } from "./download-button";
import { Failure } from "./failure";
import { summary } from "./get-summary";
import { LoansLink } from "./loans-link";
import { Meaning } from "./meaning";
import { useOutOfReach } from "./out-of-reach";

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
  /** Whether the loans behind the figure are those of the filters; a link of the card's own instead. */
  loans?: boolean | ReactNode;
  /** Its place in the page, for links that lead to it. */
  id?: string;
  /** Columns of twelve. */
  width?: 3 | 4 | 6 | 8 | 12;
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
  const { meaning, id, width = 6 } = rest;
  const heading = useId();
  const [asTable, setAsTable] = useState(false);
  const { data } = query;
  const card = useRef<HTMLElement>(null);
  const nothing = data !== undefined && (isEmpty?.(data) ?? false);
  const shown = data !== undefined && !nothing;
  const outOfReach = useOutOfReach(title, query.error);
  if (outOfReach.isToldElsewhere) return null;
  return (
    <section
      ref={card}
      id={id}
      className={`card span-${width}`}
      aria-labelledby={heading}
      aria-busy={query.isPending || query.isPlaceholderData}
    >
      <header>
        <h2 id={heading}>{title}</h2>
        {meaning && <Meaning of={meaning} title={title} />}
        {shown && (
          <div className="actions">
            {table && (
              <button
                type="button"
                className="quiet"
                aria-label={asTable ? "Show as chart" : "Show as table"}
                onClick={() => setAsTable(!asTable)}
              >
                {asTable ? "Chart" : "Table"}
              </button>
            )}
            {csv && <FileButton form="CSV" name={csv.name} ask={csv.ask} />}
            {table && !asTable && (
              <FileButton
                form="PNG"
                name={csv?.name ?? "chart"}
                ask={() => picture(card.current, title, data)}
              />
            )}
          </div>
        )}
      </header>
      {query.isPending && <div className="skeleton" role="status" aria-label="Loading" />}
      {outOfReach.is && <p className="nothing">{query.error?.message}</p>}
      {query.isError && !outOfReach.is && (
        <Failure problem={query.error as Problem} retry={() => void query.refetch()} />
      )}
      {nothing && (empty ?? <NothingFound />)}
      {shown && (asTable && table ? table(data) : children(data))}
      <footer>
        <p>{shown && note?.(data)}</p>
        {shown && (loans === true ? <SelectedLoans /> : loans)}
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

/** The loans of the filters in force, and how many they are. */
function SelectedLoans() {
  const { filters, definition } = useFilters();
  const { data } = useQuery(summary(filters, definition));
  return <LoansLink count={data?.data.loans} />;
}

/** A card's charts with what they stand on, ready for a slide. */
async function picture(card: HTMLElement | null, title: string, data: unknown): Promise<Blob> {
  if (!card) throw new Error("The card is gone.");
  const { pictureOf } = await import("./picture");
  const { meta } = data as { meta?: Schemas["Meta"] };
  const note = card.querySelector("footer p")?.textContent ?? "";
  return pictureOf(card, { title, lines: [note, meta ? standing(meta) : ""].filter(Boolean) });
}

const standing = ({ asOf, dataVersion, filters }: Schemas["Meta"]) => {
  const inForce = Object.entries(filters as Record<string, string[]>).map(
    ([key, values]) => `${filterWords[key as keyof typeof filterWords] ?? key} ${values.join(" or ")}`,
  );
  return `Data as of ${asDate(asOf)}, version ${dataVersion}. ${inForce.length > 0 ? `Filters: ${inForce.join("; ")}.` : "Whole book."}`;
};

type FileProps = { form: Form | "PNG"; name: string; ask: () => Promise<unknown> };
const endings = { CSV: "csv", Parquet: "parquet", NDJSON: "ndjson", JSON: "json", PNG: "png" };

/** Downloads what a card shows. */
export function FileButton({ form, name, ask }: FileProps) {
  return (
    <DownloadButton file={`${name}.${endings[form]}`} what={form} label={`Download ${form}`} ask={ask}>
      {form}
    </DownloadButton>
  );
}
