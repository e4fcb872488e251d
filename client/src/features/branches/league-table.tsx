import type { ReactNode } from "react";
import { SortHeader } from "../../components/sort-header";
import type { Schemas } from "../../lib/api";
import { asCount, asInterval, asMoney, asParts, asPercent, asRate } from "../../lib/format";
import type { rankings } from "../../lib/sorts";
import type { Definition } from "../../lib/words";

type Ranking = (typeof rankings)[number];
type Row = Schemas["PerformanceRow"];

/** Where a branch lies against the funnel: how far from the portfolio's rate chance alone would bring one of its size. */
const positions: Record<NonNullable<Row["position"]>, string> = {
  inside: "inside",
  above95: "high, 95 %",
  above998: "high, 99.8 %",
  below95: "low, 95 %",
  below998: "low, 99.8 %",
};

type Props = {
  rows: Row[];
  definition: Definition;
  sort: Ranking;
  onSort: (by: Ranking) => void;
  onSelect: (branchId: string) => void;
};

export function LeagueTable({ rows, definition, sort, onSort, onSelect }: Props) {
  const header = (by: Ranking, words: ReactNode) => (
    <SortHeader sorted={sort === by ? "descending" : undefined} onSort={() => onSort(by)}>
      {words}
    </SortHeader>
  );
  // A book without rates would fill three columns with the word unknown.
  const hasRates = rows.some((b) => b.interestRate.simple != null);
  return (
    <div className="scroll tall">
      <table className="wide">
        <thead>
          <tr>
            <th scope="col">Branch</th>
            <th scope="col" className="text">
              Region
            </th>
            <th scope="col">Loans</th>
            {header("outstanding", "Outstanding")}
            {header("defaultRate", "Default rate")}
            <th scope="col">Defaulted of</th>
            <th scope="col">95 % interval</th>
            {header("adjustedRate", "Adjusted rate")}
            <th scope="col">Place (95 %)</th>
            <th scope="col" className="text">
              Funnel
            </th>
            {hasRates && (
              <>
                {header("interestRate", "Interest rate")}
                <th scope="col">by amount</th>
                <th scope="col">by balance</th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((b) => (
            <tr key={b.branchId ?? "unknown"}>
              <th scope="row">
                <button type="button" className="quiet" onClick={() => onSelect(b.branchId ?? "unknown")}>
                  {b.name ?? b.branchId ?? "unknown"}
                </button>
              </th>
              <td className="text">{b.region ?? "unknown"}</td>
              <td>{asCount(b.loans)}</td>
              <td>{asMoney(b.outstanding)}</td>
              <td>{asPercent(b.default.rate)}</td>
              <td>{asParts(b.default, definition)}</td>
              <td>{asInterval(b.default.low, b.default.high)}</td>
              <td>{b.default.adjusted == null ? "–" : asPercent(b.default.adjusted)}</td>
              <td>{b.rank ? `${b.rank.value} (${b.rank.low}–${b.rank.high})` : "–"}</td>
              <td className="text">
                {b.position ? <span className={`position ${b.position}`}>{positions[b.position]}</span> : "–"}
              </td>
              {hasRates && (
                <>
                  <td>{asRate(b.interestRate.simple)}</td>
                  <td>{asRate(b.interestRate.amountWeighted)}</td>
                  <td>{asRate(b.interestRate.outstandingWeighted)}</td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
