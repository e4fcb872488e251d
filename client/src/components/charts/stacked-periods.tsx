import { lazy, Suspense, useMemo } from "react";

const Chart = lazy(() => import("./chart"));
const colours = ["#0072B2", "#D55E00", "#009E73"];

export type Stack = { periods: string[]; series: { name: string; values: number[] }[] };

/** Loans by period, stacked by how they stand now. */
export function StackedPeriods({ label, stack }: { label: string; stack: Stack }) {
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 16, top: 32, bottom: 8, containLabel: true },
      legend: { top: 0 },
      tooltip: { trigger: "axis" },
      xAxis: { type: "category", data: stack.periods },
      yAxis: { type: "value" },
      series: stack.series.map((s, i) => ({
        name: s.name,
        type: "bar",
        stack: "loans",
        itemStyle: { color: colours[i] },
        data: s.values,
      })),
    }),
    [stack],
  );
  return (
    <Suspense fallback={<div style={{ height: 260 }} />}>
      <Chart label={label} height={260} option={option} />
    </Suspense>
  );
}
