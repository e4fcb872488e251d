import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { summary } from "../../components/get-summary";
import { useAtRisk } from "../../components/use-at-risk";
import { withoutLateness } from "../../lib/address";
import { useFilters, useParameter } from "../../lib/filters";
import { axes, chosenOf } from "../../lib/lateness";
import { monthEnd } from "./months";

/** More days past due than these are at risk. */
export const riskDays = [30, 60, 90];

/** The month's end so many months before the day looked at, that of the first month where the history is shorter; undefined until it is known. */
export function useStart(months: number): string | undefined {
  const { day } = useLateness();
  const { months: ends, isTrendPending } = useAtRisk(riskDays);
  if (day === undefined || isTrendPending) return undefined;
  const wanted = monthEnd(day, months);
  const first = ends[0]?.on;
  return first !== undefined && first > wanted ? first : wanted;
}

/** The day that the page looks at, and the question of a figure on lateness: the filters but for those on lateness itself. */
export function useLateness() {
  const { filters, definition } = useFilters();
  const [asOf, setAsOf] = useParameter("asOf");
  const [askedAxis, setAxis] = useParameter("axis");
  const under = useMemo(() => withoutLateness(filters), [filters]);
  const latest = useQuery(summary(filters, definition)).data?.meta.asOf;
  return {
    /** Where it is an earlier one than that of the data. */
    asOf,
    setAsOf,
    /** The date of the data, once it is known. */
    latest,
    /** What courses follow. */
    axis: chosenOf(axes, askedAxis, "month"),
    setAxis,
    question: { ...under, asOf },
    /** The filters of that question, for the list of its loans. */
    under,
    /** That day, or the date of the data; undefined until it is known. */
    day: asOf ?? latest,
  };
}
