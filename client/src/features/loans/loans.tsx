import { infiniteQueryOptions, useInfiniteQuery } from "@tanstack/react-query";
import { answer, api } from "../../lib/api";
import { type Filters, useFilters } from "../../lib/filters";
import { asCount, asMoney, asRate } from "../../lib/format";

const loanList = (query: Filters) =>
  infiniteQueryOptions({
    queryKey: ["loans", query],
    queryFn: ({ signal, pageParam }) =>
      answer(
        api.GET("/api/v1/loans", { params: { query: { ...query, cursor: pageParam ?? undefined } }, signal }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });

export function Loans() {
  const { filters } = useFilters();
  const query = useInfiniteQuery(loanList(filters));
  const pages = query.data?.pages ?? [];
  const total = pages[0]?.total;
  return (
    <main className="grid">
      <section className="card">
        <h2>{total === undefined ? "Loans" : `${asCount(total)} loans`}</h2>
        {query.isError && <p role="alert">The API does not answer.</p>}
        {total === 0 && <p>No loan matches these filters.</p>}
        <div className="scroll">
          <table>
            <thead>
              <tr>
                {[
                  "Loan",
                  "Customer",
                  "Region",
                  "Status",
                  "Amount",
                  "Rate",
                  "Start",
                  "Paid",
                  "Outstanding",
                ].map((h) => (
                  <th scope="col" key={h}>
                    {h}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {pages.flatMap((p) =>
                p.items.map((l) => (
                  <tr key={`${l.customerId}/${l.loanId}`}>
                    <th scope="row">{l.loanId}</th>
                    <td>{l.customerId}</td>
                    <td>{l.region}</td>
                    <td>{l.status.replace("_", " ")}</td>
                    <td>{asMoney(l.principal)}</td>
                    <td>{asRate(l.interestRate)}</td>
                    <td>{l.startDate}</td>
                    <td>{asMoney(l.amountPaid)}</td>
                    <td>{asMoney(l.outstandingBalance)}</td>
                  </tr>
                )),
              )}
            </tbody>
          </table>
        </div>
        {query.hasNextPage && (
          <button type="button" onClick={() => query.fetchNextPage()}>
            Show more
          </button>
        )}
      </section>
    </main>
  );
}
