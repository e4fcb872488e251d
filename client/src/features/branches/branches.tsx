import { queryOptions, useQuery } from "@tanstack/react-query";
import { verdict } from "../../components/breakdown-data";
import { QueryCard } from "../../components/query-card";
import { answer, api } from "../../lib/api";
import { type Definition, type Filters, useFilters } from "../../lib/filters";
import { asCount, asMoney, asPercent, asRate } from "../../lib/format";

const branchPerformance = (query: Filters & { definition: Definition }) =>
  queryOptions({
    queryKey: ["branches", query],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/branches/performance", { params: { query }, signal })),
  });

const positions: Record<string, string> = {
  inside: "as chance would give",
  above95: "high (95 %)",
  above998: "high (99.8 %)",
  below95: "low (95 %)",
  below998: "low (99.8 %)",
};

export function Branches() {
  const { filters, definition, toggle } = useFilters();
  const query = useQuery(branchPerformance({ ...filters, definition }));
  return (
    <main className="grid">
      <QueryCard
        title="Where does each branch stand?"
        query={query}
        note={query.data && verdict(query.data.data.heterogeneity)}
      >
        {({ data }) => (
          <div className="scroll">
            <table>
              <thead>
                <tr>
                  <th scope="col">Branch</th>
                  <th scope="col">Region</th>
                  <th scope="col">Loans</th>
                  <th scope="col">Outstanding</th>
                  <th scope="col">Default rate</th>
                  <th scope="col">95 % interval</th>
                  <th scope="col">Adjusted</th>
                  <th scope="col">Place (95 %)</th>
                  <th scope="col">Against the funnel</th>
                  <th scope="col">Rate: mean</th>
                  <th scope="col">by amount</th>
                  <th scope="col">by balance</th>
                </tr>
              </thead>
              <tbody>
                {data.rows.map((b) => (
                  <tr key={b.branchId}>
                    <th scope="row">
                      <button
                        type="button"
                        className="quiet"
                        onClick={() => toggle("branchId", b.branchId ?? "")}
                      >
                        {b.name}
                      </button>
                    </th>
                    <td>{b.region}</td>
                    <td>{asCount(b.loans)}</td>
                    <td>{asMoney(b.outstanding)}</td>
                    <td>
                      {asPercent(b.default.rate)} ({asCount(b.default.numerator)} of{" "}
                      {asCount(b.default.denominator)})
                    </td>
                    <td>
                      {b.default.low == null
                        ? "–"
                        : `${asPercent(b.default.low)} to ${asPercent(b.default.high)}`}
                    </td>
                    <td>{b.default.adjusted == null ? "–" : asPercent(b.default.adjusted)}</td>
                    <td>{b.rank ? `${b.rank.value} (${b.rank.low}–${b.rank.high})` : "–"}</td>
                    <td>{b.position ? positions[b.position] : "–"}</td>
                    <td>{asRate(b.interestRate.simple)}</td>
                    <td>{asRate(b.interestRate.amountWeighted)}</td>
                    <td>{asRate(b.interestRate.outstandingWeighted)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </QueryCard>
    </main>
  );
}
