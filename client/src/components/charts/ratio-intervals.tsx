import { useCallback } from "react";
import { asNumber } from "../../lib/format";
import { isNarrow, labelAxis } from "./category-bars";
import { Chart } from "./chart";
import { type Look, series } from "./look";

/** A ratio or a strength with its interval; without a value there is a gap. */
export type RatioRow = {
  key: string;
  label: string;
  value: number | null;
  low: number | null;
  high: number | null;
  /** It stands out, and is drawn full; the others are drawn hollow. */
  isStrong: boolean;
};

type Props = {
  label: string;
  rows: readonly RatioRow[];
  /** What the values are judged by. */
  line?: { at: number; text: string };
  /** Ratios whose halves weigh as much as their doubles. */
  isLog?: boolean;
};

const row = 26;
const head = 24;
const foot = 28;

/** Points with their 95 % intervals, one beneath the other, on one scale. */
export function RatioIntervals({ label, rows, line, isLog = false }: Props) {
  const option = useCallback(
    (look: Look, width: number) => drawn(rows, line, isLog, look, width),
    [rows, line, isLog],
  );
  return <Chart label={label} height={head + rows.length * row + foot} option={option} hit="y" />;
}

const read = (r: RatioRow) => [
  r.label,
  r.value === null ? "unknown" : asNumber(r.value),
  ...(r.low === null || r.high === null ? [] : [`95 % interval ${asNumber(r.low)} to ${asNumber(r.high)}`]),
];

function drawn(rows: readonly RatioRow[], line: Props["line"], isLog: boolean, look: Look, width: number) {
  const names = labelAxis(
    rows.map((r) => r.label),
    width,
    look,
  );
  const ends = rows.flatMap((r) => [r.low, r.value, r.high]).filter((v) => v !== null && (!isLog || v > 0));
  const [least, most] = [
    Math.min(...(ends as number[]), line?.at ?? 1),
    Math.max(...(ends as number[]), line?.at ?? 0),
  ];
  return {
    grid: { left: names.axisLabel.width + 10, right: 58, top: head, bottom: foot, outerBoundsMode: "none" },
    xAxis: {
      type: isLog ? "log" : "value",
      min: isLog ? Math.max(0.01, least / 1.2) : 0,
      max: isLog ? Math.min(100, most * 1.2) : undefined,
      logBase: 2,
      splitNumber: isNarrow(width) ? 3 : 5,
      axisLabel: { color: look.soft, hideOverlap: true, formatter: (v: number) => asNumber(v) },
      splitLine: { lineStyle: { color: look.line } },
    },
    yAxis: [
      names,
      {
        ...names,
        position: "right",
        data: rows.map((r) => (r.value === null ? "–" : asNumber(r.value))),
        axisLabel: { color: look.ink, interval: 0 },
      },
    ],
    tooltip: {
      formatter: ([first]: { dataIndex: number }[]) => {
        const r = first && rows[first.dataIndex];
        return r ? read(r).join("\n") : "";
      },
    },
    series: [
      {
        type: "scatter",
        z: 6,
        symbolSize: 9,
        data: rows.map((r, i) => ({
          value: [r.value, i],
          itemStyle: { color: r.isStrong ? series[0] : look.card, borderColor: series[0], borderWidth: 2 },
        })),
        markLine: line && {
          silent: true,
          symbol: "none",
          animation: false,
          lineStyle: { color: look.soft, type: [4, 3], width: 1 },
          label: { formatter: line.text, position: "start", rotate: 0, color: look.soft, distance: 4 },
          data: [{ xAxis: line.at }],
        },
      },
      whiskers(rows),
    ],
  };
}

type Canvas = { value: (dimension: number) => number; coord: (point: number[]) => number[] };

const whiskers = (rows: readonly RatioRow[]) => ({
  type: "custom",
  z: 5,
  silent: true,
  clip: true,
  tooltip: { show: false },
  data: rows.map((r, i) => [r.low, i, r.high]),
  encode: { x: [0, 2], y: 1 },
  renderItem: (_: unknown, at: Canvas) => {
    const [low, high] = [at.value(0), at.value(2)];
    if (Number.isNaN(low) || Number.isNaN(high)) return undefined;
    const [x1 = 0, y1 = 0] = at.coord([low, at.value(1)]);
    const [x2 = 0] = at.coord([high, at.value(1)]);
    return {
      type: "line",
      shape: { x1, y1, x2, y2: y1 },
      style: { stroke: series[0], lineWidth: 2 },
    };
  },
});
