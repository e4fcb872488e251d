import { useCallback, useMemo } from "react";
import { asPoints } from "../../lib/format";
import { Chart } from "./chart";
import { type Look, series } from "./look";

/** What a group adds and takes away, part by part; null where it is unknown. `text`: all that the mark says. */
export type DivergingBar = {
  key: string;
  label: string;
  values: (number | null)[];
  text: string;
  isChosen?: boolean;
};

type Props = {
  label: string;
  /** What each bar is made of. */
  parts: readonly string[];
  bars: DivergingBar[];
  onSelect?: (key: string) => void;
};

const row = 26;
const head = 34;
const foot = 26;
const colours = [series[0], series[1]];

/** Differences of rates, in points, to both sides of zero. */
export function DivergingBars({ label, parts, bars, onSelect }: Props) {
  const option = useCallback((look: Look, width: number) => drawn(bars, parts, look, width), [bars, parts]);
  const select = useCallback((i: number) => bars[i] && onSelect?.(bars[i].key), [bars, onSelect]);
  const marks = useMemo(
    () => bars.map(({ key, text, isChosen = false }) => ({ key, text, isChosen })),
    [bars],
  );
  return (
    <Chart
      label={label}
      height={head + bars.length * row + foot}
      option={option}
      hit="y"
      marks={marks}
      onSelect={onSelect && select}
    />
  );
}

const longest = (texts: string[]) => Math.max(0, ...texts.map((t) => t.length));

function drawn(bars: DivergingBar[], parts: readonly string[], look: Look, width: number) {
  const isChoice = bars.some((b) => b.isChosen);
  const narrow = width < 480;
  const labelWidth = Math.min(width * (narrow ? 0.36 : 0.4), longest(bars.map((b) => b.label)) * 7.5 + 6);
  const figures = bars.map((b) => b.values.map(asPoints).join("  "));
  const names = { type: "category", inverse: true, axisTick: { show: false } };
  return {
    grid: {
      left: labelWidth + 10,
      right: narrow ? 24 : longest(figures) * 6.5 + 16,
      top: head,
      bottom: foot,
      outerBoundsMode: "none",
    },
    legend: {
      top: 0,
      left: 0,
      itemWidth: 12,
      itemHeight: 12,
      itemGap: 18,
      selectedMode: false,
      textStyle: { color: look.ink },
    },
    xAxis: {
      type: "value",
      splitNumber: narrow ? 3 : 6,
      axisLabel: { color: look.soft, hideOverlap: true, formatter: (v: number) => asPoints(v) },
      splitLine: { lineStyle: { color: look.line } },
    },
    yAxis: [
      {
        ...names,
        data: bars.map((b) => b.label),
        axisLine: { lineStyle: { color: look.soft } },
        axisLabel: { color: look.ink, width: labelWidth, overflow: "truncate", interval: 0 },
      },
      {
        ...names,
        position: "right",
        axisLine: { show: false },
        data: figures,
        axisLabel: { show: !narrow, color: look.soft, interval: 0, fontSize: 12 },
      },
    ],
    tooltip: {
      formatter: ([first]: { dataIndex: number }[]) => (first ? (bars[first.dataIndex]?.text ?? "") : ""),
    },
    series: parts.map((name, i) => ({
      name,
      type: "bar",
      stack: "all",
      cursor: "pointer",
      barWidth: 14,
      itemStyle: { color: colours[i % colours.length] },
      data: bars.map((b) => {
        const value = b.values[i] ?? null;
        return isChoice && !b.isChosen ? { value, itemStyle: { opacity: 0.35 } } : value;
      }),
    })),
  };
}
