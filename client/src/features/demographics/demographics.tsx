import { BreakdownCard } from "../../components/breakdown-card";
import { Borrowers } from "./borrowers";
import { IncomeRelation } from "./income-relation";

export function Demographics() {
  return (
    <div className="grid">
      <Borrowers />
      <div className="pairs">
        <BreakdownCard title="Default by age" by="ageBand" />
        <BreakdownCard title="Default by income" by="incomeBand" />
        <BreakdownCard title="Default by gender" by="gender" />
        <BreakdownCard title="Default by employment" by="employment" />
      </div>
      <IncomeRelation />
    </div>
  );
}
