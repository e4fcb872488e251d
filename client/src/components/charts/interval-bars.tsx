import { lazy, Suspense, useMemo } from "react";
import { asPercent } from "../../lib/format";
import type { Bar } from "../group-table";

const Chart = lazy(() => import("./chart"));

/** Rates as bars with their 95 % intervals on one scale from 0. */
export function IntervalBars({
  label,
  bars,
  onSelect,
}: {
  label: string;
  bars: Bar[];
  onSelect: (key: string) => void;
}) {
  const option = useMemo(() => intervalOption(bars), [bars]);
  const height = 44 + bars.length * 26;
  return (
    <Suspense fallback={<div style={{ height }} />}>
      <Chart
        label={label}
        height={height}
        option={option}
        onSelect={(i) => {
          const bar = bars[i];
          if (bar) onSelect(bar.key);
        }}
      />
    </Suspense>
  );
}

function intervalOption(bars: Bar[]) {
  return {
    grid: { left: 8, right: 24, top: 8, bottom: 8, containLabel: true },
    tooltip: {
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const b = bars[dataIndex];
        return b ? `${b.label}: ${asPercent(b.value)} (${b.numerator} of ${b.denominator})` : "";
      },
    },
    xAxis: { type: "value", min: 0, axisLabel: { formatter: (v: number) => asPercent(v) } },
    yAxis: { type: "category", inverse: true, data: bars.map((b) => b.label), triggerEvent: true },
    series: [
      { type: "bar", barWidth: 12, itemStyle: { color: "#0072B2" }, data: bars.map((b) => b.value) },
      {
        type: "custom",
        z: 5,
        silent: true,
        data: bars.map((b, i) => [b.low, i, b.high]),
        renderItem: (_: unknown, at: { value: (d: number) => number; coord: (p: number[]) => number[] }) => {
          const [x1 = 0, y = 0] = at.coord([at.value(0), at.value(1)]);
          const [x2 = 0] = at.coord([at.value(2), at.value(1)]);
          const style = { stroke: "#D55E00", lineWidth: 2 };
          const line = (x: number, y1: number, to: number, y2: number) => ({
            type: "line",
            shape: { x1: x, y1, x2: to, y2 },
            style,
          });
          return {
            type: "group",
            children: [line(x1, y, x2, y), line(x1, y - 4, x1, y + 4), line(x2, y - 4, x2, y + 4)],
          };
        },
        encode: { x: [0, 2], y: 1 },
      },
    ],
  };
}
