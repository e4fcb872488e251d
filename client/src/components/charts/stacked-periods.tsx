import { useCallback, useMemo } from "react";
import { asCount } from "../../lib/format";
import { Chart } from "./chart";
import { type Look, series } from "./look";

/** Counts by period and part; the periods whose filter is in force stand out. */
export type Stack = {
  periods: string[];
  parts: { name: string; values: number[] }[];
  chosen?: readonly string[];
};

type Props = { label: string; stack: Stack; onSelect?: (period: string) => void };

/** Counts by period, stacked by what they are made of. */
export function StackedPeriods({ label, stack, onSelect }: Props) {
  const option = useCallback((look: Look, width: number) => drawn(stack, look, width), [stack]);
  const select = useCallback(
    (i: number) => stack.periods[i] && onSelect?.(stack.periods[i]),
    [stack, onSelect],
  );
  const marks = useMemo(
    () =>
      stack.periods.map((period, i) => ({
        key: period,
        text: [period, ...stack.parts.map((p) => `${p.name} ${asCount(p.values[i])}`)].join(", "),
        isChosen: stack.chosen?.includes(period) ?? false,
      })),
    [stack],
  );
  return (
    <Chart label={label} height={280} option={option} hit="x" marks={marks} onSelect={onSelect && select} />
  );
}

const isFaint = ({ periods, chosen = [] }: Stack, index: number) =>
  chosen.length > 0 && !chosen.includes(periods[index] ?? "");

const drawn = (stack: Stack, look: Look, width: number) => ({
  grid: { left: 4, right: 4, top: 36, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
  legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 12, itemGap: 18, textStyle: { color: look.ink } },
  xAxis: {
    type: "category",
    data: stack.periods,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: look.line } },
    axisLabel: { color: look.soft, hideOverlap: true },
  },
  yAxis: {
    type: "value",
    minInterval: 1,
    splitNumber: 4,
    axisLabel: { color: look.soft, formatter: (v: number) => asCount(v) },
    splitLine: { lineStyle: { color: look.line } },
  },
  series: stack.parts.map((part, i) => ({
    name: part.name,
    type: "bar",
    stack: "all",
    cursor: "pointer",
    barMaxWidth: width < 480 ? 18 : 36,
    itemStyle: { color: series[i % series.length], borderColor: look.card, borderWidth: 0.5 },
    data: part.values.map((value, p) =>
      isFaint(stack, p) ? { value, itemStyle: { opacity: 0.35 } } : value,
    ),
  })),
});
