import { useQueries, useQuery } from "@tanstack/react-query";
import { facets } from "../../components/filters/get-facets";
import { breakdown } from "../../components/get-breakdown";
import { differences } from "../../components/get-differences";
import { originations } from "../../components/get-originations";
import { type Filters, without } from "../../lib/address";
import { toDimensions } from "../../lib/dimensions";
import { useFilters, useParameter } from "../../lib/filters";
import { intervals } from "../../lib/sorts";
import { countsLoans } from "../../lib/words";
import { chanceReading, isBeyondChance, lengthOf, type Periods, toPair } from "./change-data";
import type { Comparison } from "./get-change";
import { periodFilters } from "./originations-data";

const noFacets: never[] = [];

/** Which two periods are compared, by what, under which filters, and whether they differ by more than chance. */
export function useComparison() {
  const { filters, definition } = useFilters();
  const [from] = useParameter("from");
  const [to] = useParameter("to");
  const [asked] = useParameter("by");
  // The periods are what is compared, so a filter of them is left out.
  const others: Filters = without(filters, "startYear", "startQuarter", "startMonth");
  const trends = useQueries({ queries: intervals.map((i) => originations(i, others, definition)) });
  const book = useQuery(facets(filters));
  const [month, quarter, year] = trends.map((t) => t.data?.data.rows.map((r) => r.period) ?? []);
  const periods: Periods = { month: month ?? [], quarter: quarter ?? [], year: year ?? [] };
  const asOf = trends[0]?.data?.meta.asOf;
  const isReady = trends.every((t) => t.data) && book.data !== undefined;
  const known = book.data?.data.facets ?? noFacets;
  const dimensions = toDimensions(known);
  const pair = isReady && asOf ? toPair({ from, to }, periods, asOf) : undefined;
  const by = asked ?? dimensions[0]?.by;
  const question: Comparison | undefined = pair && by ? { ...pair, by } : undefined;
  const chance = useChance(question, others);
  return {
    question,
    others,
    periods,
    dimensions,
    facets: known,
    /** No two periods have loans: there is nothing to compare. */
    isUnasked: isReady && question === undefined,
    ...chance,
  };
}

/** The two periods tested alone, and all periods of their length tested together. */
function useChance(question: Comparison | undefined, others: Filters) {
  const { definition } = useFilters();
  const kind = periodFilters[question ? lengthOf(question.from) : "year"];
  const enabled = question !== undefined;
  const two = { ...others, [kind]: question ? [question.from, question.to] : [] };
  const alone = useQuery({ ...breakdown(kind, two, definition), enabled });
  // Years are among the attributes that are tested without asking.
  const all = useQuery({
    ...differences(others, definition, kind === "startYear" ? undefined : [kind]),
    enabled,
  });
  const together = all.data?.data.rows.find((r) => r.by === kind);
  const pair = alone.data?.data.heterogeneity;
  const isKnown = alone.data !== undefined && all.data !== undefined;
  const basis = countsLoans(definition) ? "" : "Tested by number of loans. ";
  return {
    noise: isKnown ? `${basis}${chanceReading(pair, together, all.data.data.tested)}` : "",
    isBeyondChance: isKnown && isBeyondChance(pair, together),
  };
}
