import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { FileButton } from "../../components/card";
import { Failure } from "../../components/failure";
import { knowsLateness } from "../../components/filters/facets-data";
import { facets } from "../../components/filters/get-facets";
import { Meaning } from "../../components/meaning";
import { DataTable } from "../../components/table";
import type { Problem, Schemas } from "../../lib/api";
import { useFilters, useParameter } from "../../lib/filters";
import { asCount, asLoans, asMoney } from "../../lib/format";
import { loanColumns } from "../../lib/sorts";
import { loans, loansAs } from "./get-loans";
import { columnsOf } from "./loan-columns";

/** The loans behind any figure: the whole selection, row by row, with its sums. */
export function Loans() {
  const { filters, isFiltered, query: search, clear } = useFilters();
  const [sort = "loanId", setSort] = useParameter("sort");
  const [columns, setColumns] = useParameter("columns");
  const question = { ...filters, sort };
  const query = useInfiniteQuery(loans(question));
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const items = useMemo(() => data?.pages.flatMap((p) => p.items) ?? [], [data]);
  const known = useQuery(facets(filters)).data?.data.facets;
  const all = useMemo(() => columnsOf(search, knowsLateness(known ?? [])), [search, known]);
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const first = data?.pages[0];
  const total = first?.total;
  return (
    <section
      className="card alone"
      aria-labelledby="loans"
      aria-busy={query.isPending || query.isPlaceholderData}
    >
      <header>
        <h2 id="loans">{total === undefined ? "Loans" : asLoans(total)}</h2>
        <Meaning
          of={["disbursed", "repaid", "outstanding", "unexplained", "status", "daysPastDue", "arrearsAmount"]}
          title="Loans"
        />
        {items.length > 0 && (
          <div className="actions">
            <FileButton form="CSV" name="loans" ask={() => loansAs("CSV", question)} />
            <FileButton form="Parquet" name="loans" ask={() => loansAs("Parquet", question)} />
          </div>
        )}
      </header>
      {query.isPending && <div className="skeleton page" role="status" aria-label="Loading" />}
      {query.isError && <Failure problem={query.error as Problem} retry={() => void query.refetch()} />}
      {total === 0 && (
        <p className="nothing">
          No loan matches these filters.{" "}
          {isFiltered && (
            <button type="button" className="quiet" onClick={clear}>
              Clear all
            </button>
          )}
        </p>
      )}
      {first && items.length > 0 && (
        <>
          <Sums sums={first.sums} />
          <DataTable
            label="Loans"
            rows={items}
            columns={all}
            keyOf={(l) => `${l.customerId}/${l.loanId}`}
            order={{ by: sort, columns: loanColumns, onChange: setSort }}
            shown={{ columns, onChange: setColumns }}
            total={total}
            onEnd={more}
            isTall
          />
        </>
      )}
      <footer>
        <p role="status">
          {isFetchingNextPage
            ? "Loading more…"
            : items.length > 0 &&
              `${asCount(items.length)} of ${asCount(total)} loaded; more come as you scroll. The files hold all of them.`}
        </p>
      </footer>
    </section>
  );
}

const sumNames: [keyof Schemas["LoanSums"], string][] = [
  ["disbursed", "Disbursed"],
  ["repaid", "Repaid"],
  ["outstanding", "Outstanding"],
  ["unexplained", "Unexplained"],
];

/** What the loans add up to; the same sums as on the other pages. */
function Sums({ sums }: { sums: Schemas["LoanSums"] }) {
  return (
    <dl className="sums">
      {sumNames.map(([key, name]) => (
        <div key={key}>
          <dt>{name}</dt>
          <dd>{asMoney(sums[key])}</dd>
        </div>
      ))}
    </dl>
  );
}
