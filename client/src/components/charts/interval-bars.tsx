import { useCallback, useMemo } from "react";
import { asInterval, asPercent, asPercentTick } from "../../lib/format";
import { isNarrow, labelAxis, longest, valuesOf } from "./category-bars";
import { Chart } from "./chart";
import { type Look, series } from "./look";

/** A rate with its interval; `parts` says what it is made of. Without a rate there is a gap, not a zero. */
export type IntervalBar = {
  key: string;
  label: string;
  value: number | null;
  low: number | null;
  high: number | null;
  parts: string;
  /** Whether its filter is in force; the others are drawn faint then. */
  isChosen?: boolean;
};

type Props = {
  label: string;
  bars: IntervalBar[];
  /** The rate of all groups together, drawn as a line to compare with. */
  overall?: number | null;
  /** The end of the scale, where several charts share one. */
  end?: number;
  onSelect?: (key: string) => void;
};

const row = 28;
const foot = 26;

/** Rates as bars with their 95 % intervals, on one scale from 0. */
export function IntervalBars({ label, bars, overall = null, end, onSelect }: Props) {
  const option = useCallback(
    (look: Look, width: number) => drawn(bars, overall, end, look, width),
    [bars, overall, end],
  );
  const select = useCallback((i: number) => bars[i] && onSelect?.(bars[i].key), [bars, onSelect]);
  const marks = useMemo(
    () => bars.map((b) => ({ key: b.key, text: read(b).join(", "), isChosen: b.isChosen ?? false })),
    [bars],
  );
  return (
    <Chart
      label={label}
      height={headOf(overall) + bars.length * row + foot}
      option={option}
      hit="y"
      marks={marks}
      onSelect={onSelect && select}
    />
  );
}

const read = (b: IntervalBar) => [
  b.label,
  `${asPercent(b.value)} (${b.parts})`,
  ...(b.low === null ? [] : [`95 % interval ${asInterval(b.low, b.high)}`]),
];
// A scale that ends on one of its own lines.
const roundedUp = (end: number) => {
  const step = end > 0.5 ? 0.2 : end > 0.2 ? 0.1 : end > 0.1 ? 0.05 : end > 0.04 ? 0.02 : 0.01;
  return Math.ceil(end / step) * step;
};
const headOf = (overall: number | null) => (overall === null ? 6 : 24);

function drawn(
  bars: IntervalBar[],
  overall: number | null,
  end: number | undefined,
  look: Look,
  width: number,
) {
  const narrow = isNarrow(width);
  const names = labelAxis(
    bars.map((b) => b.label),
    width,
    look,
  );
  // What a rate is made of stands beside it where there is room.
  const spare = !narrow && longest(bars.map((b) => b.parts)) <= 16;
  const rates = bars.map((b) => [asPercent(b.value), spare ? b.parts : ""] as const);
  const rateWidth = longest(rates.map(([r]) => r)) * 7;
  const partsWidth = longest(rates.map(([, p]) => p)) * 6.5;
  return {
    grid: {
      left: names.axisLabel.width + 10,
      right: rateWidth + partsWidth + (spare ? 26 : 14),
      top: headOf(overall),
      bottom: foot,
      outerBoundsMode: "none",
    },
    xAxis: {
      type: "value",
      min: 0,
      max: end && roundedUp(end),
      splitNumber: narrow ? 3 : 5,
      axisLabel: { color: look.soft, formatter: (v: number) => asPercentTick(v) },
      splitLine: { lineStyle: { color: look.line } },
    },
    yAxis: [
      names,
      {
        ...names,
        position: "right",
        data: rates.map(([r, p]) => `{rate|${r}}{parts|${p}}`),
        axisLabel: {
          interval: 0,
          rich: {
            rate: { color: look.ink, width: rateWidth, align: "right" },
            parts: { color: look.soft, width: partsWidth + (spare ? 12 : 0), align: "right", fontSize: 11 },
          },
        },
      },
    ],
    tooltip: {
      formatter: ([first]: { dataIndex: number }[]) => {
        const b = first && bars[first.dataIndex];
        return b ? read(b).join("\n") : "";
      },
    },
    series: [
      {
        type: "bar",
        barWidth: 14,
        cursor: "pointer",
        itemStyle: { color: series[0], borderRadius: [0, 2, 2, 0] },
        data: valuesOf(bars, (b) => b.value, { color: look.faint }),
        markLine: overall === null ? undefined : reference(overall, look),
      },
      whiskers(bars, look),
    ],
  };
}

const reference = (overall: number, look: Look) => ({
  silent: true,
  symbol: "none",
  animation: false,
  lineStyle: { color: look.soft, type: [4, 3], width: 1 },
  label: { formatter: `all ${asPercent(overall)}`, position: "start", color: look.soft, distance: 4 },
  data: [{ xAxis: overall }],
});

type Canvas = { value: (dimension: number) => number; coord: (point: number[]) => number[] };

const whiskers = (bars: IntervalBar[], look: Look) => ({
  type: "custom",
  z: 5,
  silent: true,
  tooltip: { show: false },
  data: bars.map((b, i) => [b.low, i, b.high]),
  encode: { x: [0, 2], y: 1 },
  renderItem: (_: unknown, at: Canvas) => {
    const [low, high] = [at.value(0), at.value(2)];
    if (Number.isNaN(low) || Number.isNaN(high)) return undefined;
    const [x1 = 0, y = 0] = at.coord([low, at.value(1)]);
    const [x2 = 0] = at.coord([high, at.value(1)]);
    const line = (fromX: number, fromY: number, toX: number, toY: number) => ({
      type: "line",
      shape: { x1: fromX, y1: fromY, x2: toX, y2: toY },
      style: { stroke: look.ink, lineWidth: 1.5 },
    });
    return {
      type: "group",
      children: [line(x1, y, x2, y), line(x1, y - 4, x1, y + 4), line(x2, y - 4, x2, y + 4)],
    };
  },
});
