import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { withoutLateness } from "../lib/address";
import type { Schemas } from "../lib/api";
import { useFilters } from "../lib/filters";
import { byDay } from "./at-risk-data";
import { atRisk, atRiskCsv } from "./get-at-risk";

const none: Schemas["AtRiskRow"][] = [];

/** What is at risk now, and at each month's end where the book has a history; lateness is what it measures, so it is asked for without filters on it. */
export function useAtRisk(days: number[]) {
  const { filters } = useFilters();
  const question = { ...withoutLateness(filters), days };
  const monthly = { ...question, interval: "month" as const };
  const now = useQuery(atRisk(question));
  const trend = useQuery(atRisk(monthly));
  const rows = trend.data?.data.rows ?? none;
  return {
    now,
    rows,
    months: useMemo(() => byDay(rows), [rows]),
    isTrendPending: trend.isPending,
    /** Why there is no course over time. */
    noTrend: trend.error?.message,
    csv: () => atRiskCsv(trend.data ? monthly : question),
  };
}
