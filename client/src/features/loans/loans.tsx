import { useInfiniteQuery } from "@tanstack/react-query";
import { FileButton } from "../../components/card";
import { Failure } from "../../components/failure";
import type { Problem } from "../../lib/api";
import { useFilters, useParameter } from "../../lib/filters";
import { asCount } from "../../lib/format";
import { loans, loansCsv } from "./get-loans";
import { LoanTable } from "./loan-table";

export function Loans() {
  const { filters, isFiltered, clear } = useFilters();
  const [sort = "loanId", setSort] = useParameter("sort");
  const query = useInfiniteQuery(loans({ ...filters, sort }));
  const pages = query.data?.pages ?? [];
  const total = pages[0]?.total;
  const items = pages.flatMap((p) => p.items);
  return (
    <section
      className="card alone"
      aria-labelledby="loans"
      aria-busy={query.isPending || query.isPlaceholderData}
    >
      <header>
        <h2 id="loans">{total === undefined ? "Loans" : `${asCount(total)} loans`}</h2>
        {items.length > 0 && (
          <div className="actions">
            <FileButton form="CSV" name="loans" ask={() => loansCsv({ ...filters, sort })} />
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
      {items.length > 0 && <LoanTable loans={items} sort={sort} onSort={setSort} />}
      <footer>
        <p>{items.length > 0 && `${asCount(items.length)} of ${asCount(total)} shown.`}</p>
        {query.hasNextPage && (
          <button
            type="button"
            disabled={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {query.isFetchingNextPage ? "Loading…" : "Show more"}
          </button>
        )}
      </footer>
    </section>
  );
}
