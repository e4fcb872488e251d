import { Fragment } from "react";
import { BreakdownCard } from "../../components/breakdown-card";
import { useCommonEnd } from "../../components/use-common-end";
import { AgeIncome } from "./age-income";
import { Borrowers } from "./borrowers";
import { Differences } from "./differences";
import { IncomeRelation } from "./income-relation";
import { people } from "./people";

const dimensions = people.map((p) => p.by);

export function Demographics() {
  const end = useCommonEnd(dimensions);
  return (
    <div className="grid">
      <Differences />
      <div className="pairs">
        {people.map((person) => (
          <Fragment key={person.by}>
            <Borrowers person={person} />
            <BreakdownCard title={`Default by ${person.words}`} by={person.by} end={end} />
          </Fragment>
        ))}
        <AgeIncome />
        <IncomeRelation />
      </div>
    </div>
  );
}
