import type { UseQueryResult } from "@tanstack/react-query";
import { Card } from "../../components/card";
import { ShareBar } from "../../components/share-bar";
import type { Schemas } from "../../lib/api";
import { useFilters } from "../../lib/filters";
import { asCount, asMoney, asPercent } from "../../lib/format";
import { inWords } from "../../lib/words";

export function StatusMix({ query }: { query: UseQueryResult<Schemas["LoanMeasuresAnswer"], Error> }) {
  const { toggle } = useFilters();
  return (
    <Card
      title="How do the loans stand?"
      width={8}
      query={query}
      meaning={["status", "disbursed", "repaid", "outstanding"]}
      isEmpty={({ data }) => data.loans === 0}
    >
      {({ data }) => (
        <div className="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">Status</th>
                <th scope="col">Loans</th>
                <th scope="col">Share</th>
                <td className="bar" />
                <th scope="col">Disbursed</th>
                <th scope="col">Repaid</th>
                <th scope="col">Outstanding</th>
              </tr>
            </thead>
            <tbody>
              {data.status.map((s) => (
                <tr key={s.status}>
                  <th scope="row">
                    <button type="button" className="quiet" onClick={() => toggle("status", s.status)}>
                      {inWords(s.status)}
                    </button>
                  </th>
                  <td>{asCount(s.loans)}</td>
                  <td>{asPercent(s.share)}</td>
                  <td className="bar">
                    <ShareBar share={s.share} />
                  </td>
                  <td>{asMoney(s.disbursed)}</td>
                  <td>{asMoney(s.repaid)}</td>
                  <td>{asMoney(s.outstanding)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}
