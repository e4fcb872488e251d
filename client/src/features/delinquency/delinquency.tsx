import { OutOfReach } from "../../components/out-of-reach";
import { PlanPosition } from "../../components/plan-position";
import { Aging } from "./aging";
import { AtRisk } from "./at-risk";
import { Collections } from "./collections";
import { Flows } from "./flows";
import { LookedAt } from "./looked-at";
import { Forecast, Losses } from "./losses";
import { Prepayment } from "./prepayment";
import { Punctuality } from "./punctuality";
import { Reported } from "./reported";
import { Survival } from "./survival";
import { Transitions } from "./transitions";
import { Vintages } from "./vintages";

/** What repayment history shows: who is late, how it came about, and where it leads. */
export function Delinquency() {
  return (
    <div className="grid">
      <LookedAt />
      <OutOfReach>
        <AtRisk />
        <Aging />
        <Vintages />
        <Transitions />
        <Flows />
        <Survival />
        <Collections />
        <Punctuality />
        <Forecast />
        <Losses />
        <Prepayment />
        <PlanPosition width={12} />
        <Reported />
      </OutOfReach>
    </div>
  );
}
