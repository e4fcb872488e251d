import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Link } from "react-router";
import { Card } from "../../components/card";
import { differences } from "../../components/get-differences";
import { LoansLink } from "../../components/loans-link";
import type { Schemas } from "../../lib/api";
import { useFilters } from "../../lib/filters";
import { useBranches } from "./branch-bars";
import { changeReading } from "./change-data";
import { change } from "./get-change";
import { type Evidence, type Sentence, toSentences } from "./standing-out-data";
import type { useComparison } from "./use-comparison";

const kinds: Record<Sentence["kind"], string> = {
  standsOut: "Stands out",
  chance: "Not beyond chance",
  figure: "Figure",
};

type Props = {
  query: UseQueryResult<Schemas["LoanMeasuresAnswer"], Error>;
  comparison: ReturnType<typeof useComparison>;
};

/** The page in plain sentences, each leading to its evidence. */
export function StandingOut({ query, comparison }: Props) {
  const { filters, definition } = useFilters();
  const { question, others, isBeyondChance, noise } = comparison;
  const tests = useQuery(differences(filters, definition));
  // Asked without the branches' own filter, so with one it is not the selection's.
  const ranking = useBranches().query.data?.data.rows;
  const branches = filters.branchId ? undefined : ranking;
  const changes = useQuery({
    ...change(question ?? { from: "", to: "", by: "" }, others, definition),
    enabled: question !== undefined,
  });
  const measures = query.data?.data;
  const sentences = useMemo(
    () =>
      toSentences({
        definition: query.data?.meta.definition ?? definition,
        measures,
        differences: tests.data?.data,
        branches,
        change:
          changes.data && noise
            ? { data: changes.data.data, reading: changeReading(changes.data.data), isBeyondChance, noise }
            : undefined,
      }),
    [query.data, definition, measures, tests.data, branches, changes.data, isBeyondChance, noise],
  );
  return (
    <Card
      title="What stands out?"
      id="summary"
      width={8}
      query={query}
      meaning={["heterogeneity", "adjustedP", "standOut"]}
      loans={false}
      isEmpty={({ data }) => data.loans === 0}
    >
      {() => (
        <ul className="sentences">
          {sentences.map((s) => (
            <li key={s.key}>
              <span className={`tag ${s.kind}`}>{kinds[s.kind]}</span>
              <p>
                {s.text} <Shown evidence={s.evidence} />
              </p>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Shown({ evidence }: { evidence: Evidence }) {
  const { query } = useFilters();
  const words = `See ${evidence.words}`;
  if ("card" in evidence) return <a href={`#${evidence.card}`}>{words}</a>;
  if ("page" in evidence) return <Link to={{ pathname: evidence.page, search: query }}>{words}</Link>;
  return (
    <LoansLink also={evidence.also} count={evidence.count}>
      {words}
    </LoansLink>
  );
}
