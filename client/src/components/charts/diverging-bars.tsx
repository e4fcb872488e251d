import { useCallback, useMemo } from "react";
import { asPoints } from "../../lib/format";
import { isNarrow, labelAxis, legend, longest, valuesOf } from "./category-bars";
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

function drawn(bars: DivergingBar[], parts: readonly string[], look: Look, width: number) {
  const narrow = isNarrow(width);
  const names = labelAxis(
    bars.map((b) => b.label),
    width,
    look,
  );
  const figures = bars.map((b) => b.values.map(asPoints).join("  "));
  return {
    grid: {
      left: names.axisLabel.width + 10,
      right: narrow ? 24 : longest(figures) * 6.5 + 16,
      top: head,
      bottom: foot,
      outerBoundsMode: "none",
    },
    legend: legend(look),
    xAxis: {
      type: "value",
      splitNumber: narrow ? 3 : 6,
      axisLabel: { color: look.soft, hideOverlap: true, formatter: (v: number) => asPoints(v) },
      splitLine: { lineStyle: { color: look.line } },
    },
    yAxis: [
      { ...names, axisLine: { lineStyle: { color: look.soft } } },
      {
        ...names,
        position: "right",
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
      data: valuesOf(bars, (b) => b.values[i] ?? null, { opacity: 0.35 }),
    })),
  };
}
