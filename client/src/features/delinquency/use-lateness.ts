import { withoutLateness } from "../../lib/address";
import { useFilters, useParameter } from "../../lib/filters";

/** The day that the page looks at, and the question of a figure on lateness: the filters but for those on lateness itself. */
export function useLateness() {
  const { filters } = useFilters();
  const [asOf, setAsOf] = useParameter("asOf");
  return { asOf, setAsOf, question: { ...withoutLateness(filters), asOf } };
}
