import { Comparison } from "./comparison";
import { Funnel } from "./funnel";
import { League } from "./league";
import { Regions } from "./regions";

export function Branches() {
  return (
    <div className="grid">
      <League />
      <Funnel />
      <Regions />
      <Comparison />
    </div>
  );
}
