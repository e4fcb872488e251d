import { useQuery } from "@tanstack/react-query";
import { BreakdownCard } from "../../components/breakdown-card";
import { verdict } from "../../components/breakdown-data";
import { Card } from "../../components/card";
import { branches, branchesCsv } from "../../components/get-branches";
import { useFilters, useParameter } from "../../lib/filters";
import { rankings } from "../../lib/sorts";
import { LeagueTable } from "./league-table";

export function Branches() {
  const { filters, definition, toggle } = useFilters();
  const [asked, setSort] = useParameter("sort");
  const sort = rankings.find((r) => r === asked) ?? "outstanding";
  const question = { ...filters, definition, sort };
  const query = useQuery(branches(question));
  return (
    <div className="grid">
      <Card
        title="Where does each branch stand?"
        width={12}
        query={query}
        meaning={[`default.${definition}`, "default.adjusted", "rank", "funnel", "position", ...interest]}
        note={({ meta, data }) => verdict(data.heterogeneity, meta.definition)}
        csv={{ name: "branches", ask: () => branchesCsv(question) }}
        isEmpty={({ data }) => data.rows.length === 0}
      >
        {({ meta, data }) => (
          <LeagueTable
            rows={data.rows}
            definition={meta.definition}
            sort={sort}
            onSort={(by) => setSort(by === "outstanding" ? undefined : by)}
            onSelect={(branch) => toggle("branchId", branch)}
          />
        )}
      </Card>
      <div className="pairs">
        <BreakdownCard title="Default by region" by="region" />
        <BreakdownCard title="Default by product" by="product" />
      </div>
    </div>
  );
}

const interest = ["interestRate.simple", "interestRate.amountWeighted", "interestRate.outstandingWeighted"];
