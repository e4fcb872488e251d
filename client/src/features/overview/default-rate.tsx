import type { UseQueryResult } from "@tanstack/react-query";
import { Card } from "../../components/card";
import type { Schemas } from "../../lib/api";
import { useFilters } from "../../lib/filters";
import { asInterval, asParts, asPercent } from "../../lib/format";
import { definitions } from "../../lib/words";

export function DefaultRate({ query }: { query: UseQueryResult<Schemas["LoanMeasuresAnswer"], Error> }) {
  const { definition } = useFilters();
  return (
    <Card
      title="How much of the book defaults?"
      width={4}
      query={query}
      meaning={[`default.${definition}`, "default.low, default.high"]}
      note={({ meta }) => `Default rate ${definitions[meta.definition]}.`}
      isEmpty={({ data }) => data.loans === 0}
    >
      {({ data, meta }) => (
        <>
          <p className={data.default.rate == null ? "headline missing" : "headline"}>
            {asPercent(data.default.rate)}
            {meta.definition === "perLoanYear" && <small> a year</small>}
          </p>
          <p className="parts">{asParts(data.default, meta.definition)}</p>
          {data.default.low != null && (
            <p className="soft">95 % interval {asInterval(data.default.low, data.default.high)}</p>
          )}
        </>
      )}
    </Card>
  );
}
