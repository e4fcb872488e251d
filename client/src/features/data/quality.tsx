import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { Card } from "../../components/card";
import type { Problem, Schemas } from "../../lib/api";
import { asCount } from "../../lib/format";
import { FindingTable } from "./finding-table";
import { quality, qualityCsv } from "./get-quality";

/** How good the data are: what refuses no row but must be seen. */
export function Quality() {
  const query = useQuery(quality());
  if ((query.error as Problem | null)?.type === "/problems/no-data") return null;
  return (
    <Card
      title="What must be seen in the data?"
      width={12}
      query={query}
      loans={false}
      csv={{ name: "data-quality", ask: qualityCsv }}
      note={() =>
        "Over the whole book. None of it was corrected: all figures count the rows as the source gives them."
      }
      isEmpty={({ data }) => data.length === 0}
      empty={<p className="nothing">Every check passes.</p>}
    >
      {({ data }) => (
        <>
          <FindingTable label="Findings" findings={data} isCurrent />
          {data
            .filter((f) => f.about === "customers")
            .map((f) => (
              <Customers key={f.id} finding={f} />
            ))}
        </>
      )}
    </Card>
  );
}

function Customers({ finding: { title, count, keys } }: { finding: Schemas["Finding"] }) {
  return (
    <details className="keys">
      <summary>
        {title}, by their keys ({asCount(count)}
        {keys.length < count && `, the first ${asCount(keys.length)}`})
      </summary>
      <ul>
        {keys.map((key) => (
          <li key={key}>
            <Link to={`/customers/${encodeURIComponent(key)}`}>{key}</Link>
          </li>
        ))}
      </ul>
    </details>
  );
}
