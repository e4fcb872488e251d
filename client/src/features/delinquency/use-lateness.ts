import { useQuery } from "@tanstack/react-query";
import { summary } from "../../components/get-summary";
import { withoutLateness } from "../../lib/address";
import { useFilters, useParameter } from "../../lib/filters";

/** The day that the page looks at, and the question of a figure on lateness: the filters but for those on lateness itself. */
export function useLateness() {
  const { filters, definition } = useFilters();
  const [asOf, setAsOf] = useParameter("asOf");
  const latest = useQuery(summary(filters, definition)).data?.meta.asOf;
  return {
    /** Where it is an earlier one than that of the data. */
    asOf,
    setAsOf,
    question: { ...withoutLateness(filters), asOf },
    /** That day, or the date of the data; undefined until it is known. */
    day: asOf ?? latest,
  };
}
