import { useQuery } from "@tanstack/react-query";
import { Card } from "../../components/card";
import { ShareBar } from "../../components/share-bar";
import type { Schemas } from "../../lib/api";
import { useFilters } from "../../lib/filters";
import { asCount, asPercent } from "../../lib/format";
import { distribution } from "./get-distribution";

export function Borrowers() {
  const { filters, toggle } = useFilters();
  const query = useQuery(distribution(filters));
  return (
    <Card
      title="Who borrows?"
      width={12}
      query={query}
      meaning={["borrowers, customers"]}
      note={() => "Borrowers are customers with a loan in the selection; customers are all in the book."}
    >
      {({ data }) => (
        <div className="columns">
          <Groups name="Age" groups={data.age} onSelect={(v) => toggle("ageBand", v)} />
          <Groups name="Annual income" groups={data.income} onSelect={(v) => toggle("incomeBand", v)} />
          <Groups name="Gender" groups={data.gender} onSelect={(v) => toggle("gender", v)} />
          <Groups name="Employment" groups={data.employment} onSelect={(v) => toggle("employment", v)} />
        </div>
      )}
    </Card>
  );
}

type GroupsProps = { name: string; groups: Schemas["PeopleShare"][]; onSelect: (group: string) => void };

function Groups({ name, groups, onSelect }: GroupsProps) {
  return (
    <div className="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">{name}</th>
            <th scope="col">Borrowers</th>
            <th scope="col">Share</th>
            <td className="bar" />
            <th scope="col">Customers</th>
            <th scope="col">Share</th>
          </tr>
        </thead>
        <tbody>
          {groups.map((g) => (
            <tr key={g.group}>
              <th scope="row">
                <button type="button" className="quiet" onClick={() => onSelect(g.group)}>
                  {g.group}
                </button>
              </th>
              <td>{asCount(g.borrowers)}</td>
              <td>{asPercent(g.borrowerShare)}</td>
              <td className="bar">
                <ShareBar share={g.borrowerShare} />
              </td>
              <td>{asCount(g.customers)}</td>
              <td>{asPercent(g.customerShare)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
