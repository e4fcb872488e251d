import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Card } from "../../components/card";
import { IntervalBars } from "../../components/charts/interval-bars";
import { summary } from "../../components/get-summary";
import { LoansLink } from "../../components/loans-link";
import type { Schemas } from "../../lib/api";
import { useFilters } from "../../lib/filters";
import { asCount, asInterval, asParts, asPercent } from "../../lib/format";
import { definitions } from "../../lib/words";
import { loansBehind, toComparison } from "./default-rate-data";

/** The default rate under the chosen definition, with the loans behind both its parts. */
export function DefaultRate({ query }: { query: UseQueryResult<Schemas["LoanMeasuresAnswer"], Error> }) {
  const { definition, isFiltered } = useFilters();
  const book = useQuery(summary({}, definition)).data?.data.default;
  const shown = query.data?.meta.definition ?? definition;
  const behind = query.data && loansBehind(query.data.data, shown);
  const rate = query.data?.data.default;
  const bars = useMemo(
    () => (rate ? toComparison(rate, isFiltered ? book : undefined, shown) : []),
    [rate, book, isFiltered, shown],
  );
  return (
    <Card
      title="How much of the book defaults?"
      id="default-rate"
      width={4}
      query={query}
      meaning={[`default.${definition}`, "default.low, default.high"]}
      isEmpty={({ data }) => data.loans === 0}
      loans={
        behind && (
          <p className="links">
            <LoansLink also={behind.of.also} count={behind.of.count}>
              {asCount(behind.of.count)} defaulted
            </LoansLink>
            <LoansLink also={behind.all.also} count={behind.all.count} />
          </p>
        )
      }
    >
      {({ data }) => (
        <>
          <p className={data.default.rate == null ? "headline missing" : "headline"}>
            {asPercent(data.default.rate)}
            {shown === "perLoanYear" && <small> a year</small>}
          </p>
          <p className="parts">{asParts(data.default, shown)}</p>
          <p className="soft">Default rate {definitions[shown]}.</p>
          {data.default.low != null && (
            <p className="soft">95 % interval {asInterval(data.default.low, data.default.high)}</p>
          )}
          {data.default.low != null && <IntervalBars label="Default rate" bars={bars} />}
        </>
      )}
    </Card>
  );
}
