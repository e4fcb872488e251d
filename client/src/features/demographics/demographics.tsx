import { queryOptions, useQuery } from "@tanstack/react-query";
import { BreakdownCard } from "../../components/breakdown-card";
import { QueryCard } from "../../components/query-card";
import { answer, api, type Schemas } from "../../lib/api";
import { type Filters, useFilters } from "../../lib/filters";
import { asCount, asPercent } from "../../lib/format";

const distribution = (query: Filters) =>
  queryOptions({
    queryKey: ["distribution", query],
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/demographics/distribution", { params: { query }, signal })),
  });

export function Demographics() {
  const { filters } = useFilters();
  const query = useQuery(distribution(filters));
  return (
    <main className="grid">
      <QueryCard
        title="Who borrows?"
        query={query}
        note="Borrowers are customers with a loan in the selection."
        loans={false}
      >
        {({ data }) => (
          <>
            <Groups name="Age" groups={data.age} />
            <Groups name="Gender" groups={data.gender} />
            <Groups name="Employment" groups={data.employment} />
            <Groups name="Income" groups={data.income} />
          </>
        )}
      </QueryCard>
      <BreakdownCard title="Default by age" by="ageBand" filter="ageBand" />
      <BreakdownCard title="Default by gender" by="gender" filter="gender" />
      <BreakdownCard title="Default by employment" by="employment" filter="employment" />
      <BreakdownCard title="Default by income" by="incomeBand" filter="incomeBand" />
    </main>
  );
}

function Groups({ name, groups }: { name: string; groups: Schemas["PeopleShare"][] }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{name}</th>
          <th scope="col">Borrowers</th>
          <th scope="col">Share</th>
          <th scope="col">All customers</th>
          <th scope="col">Share</th>
        </tr>
      </thead>
      <tbody>
        {groups.map((g) => (
          <tr key={g.group}>
            <th scope="row">{g.group}</th>
            <td>{asCount(g.borrowers)}</td>
            <td>{asPercent(g.borrowerShare)}</td>
            <td>{asCount(g.customers)}</td>
            <td>{asPercent(g.customerShare)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
