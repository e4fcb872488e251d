import { BackTest } from "./back-test";
import { Capacity } from "./capacity";
import { SupportProfiles } from "./support-profiles";
import { WatchCustomers } from "./watch-customers";

/** Whom to contact this week, why, what to do, and what came of it. */
export function WatchListPage() {
  return (
    <div className="grid">
      <Capacity />
      <WatchCustomers />
      <BackTest />
      <SupportProfiles />
    </div>
  );
}
