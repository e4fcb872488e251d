import { OutOfReach } from "../../components/out-of-reach";
import { Aging } from "./aging";
import { AtRisk } from "./at-risk";
import { LookedAt } from "./looked-at";

/** What repayment history shows: who is late, how it came about, and where it leads. */
export function Delinquency() {
  return (
    <div className="grid">
      <LookedAt />
      <OutOfReach>
        <AtRisk />
        <Aging />
      </OutOfReach>
    </div>
  );
}
