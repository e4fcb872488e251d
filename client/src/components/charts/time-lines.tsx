import { useCallback } from "react";
import { asDate, asMoney, asShort } from "../../lib/format";
import { Chart } from "./chart";
import { type Look, series } from "./look";

/** Sums over time; a value that is not known is a gap. `steps`: the value holds until the next. */
export type TimeLine = {
  name: string;
  points: readonly (readonly [on: string, value: number | null])[];
  steps?: boolean;
};

type Props = {
  label: string;
  lines: readonly TimeLine[];
  /** A day to mark, such as that of the data. */
  mark?: { on: string; text: string };
};

/** Money over time. */
export function TimeLines({ label, lines, mark }: Props) {
  const option = useCallback((look: Look) => drawn(lines, mark, look), [lines, mark]);
  return <Chart label={label} height={300} option={option} hit="item" />;
}

const dashes = ["solid", "dashed", "dotted"] as const;

const drawn = (lines: readonly TimeLine[], mark: Props["mark"], look: Look) => ({
  grid: { left: 4, right: 16, top: 52, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
  legend: { top: 0, left: 0, itemGap: 18, textStyle: { color: look.ink } },
  tooltip: {
    axisPointer: { type: "line", lineStyle: { color: look.soft } },
    formatter: (at: { seriesName: string; value: [string, number | null] }[]) =>
      [
        asDate(at[0]?.value[0]?.slice(0, 10)),
        ...at.map((p) => `${p.seriesName} ${asMoney(p.value[1])}`),
      ].join("\n"),
  },
  xAxis: {
    type: "time",
    axisLine: { lineStyle: { color: look.line } },
    axisLabel: { color: look.soft, hideOverlap: true },
  },
  yAxis: {
    type: "value",
    splitNumber: 4,
    axisLabel: { color: look.soft, formatter: (v: number) => asShort(v) },
    splitLine: { lineStyle: { color: look.line } },
  },
  series: lines.map((line, i) => ({
    name: line.name,
    type: "line",
    step: line.steps ? "end" : undefined,
    symbol: line.points.length > 40 ? "none" : "circle",
    symbolSize: 5,
    itemStyle: { color: series[i % series.length] },
    lineStyle: { color: series[i % series.length], width: 2, type: dashes[i % dashes.length] },
    data: line.points.map(([on, value]) => [on, value]),
    markLine:
      i === 0 && mark
        ? {
            silent: true,
            symbol: "none",
            animation: false,
            lineStyle: { color: look.soft, type: [4, 3], width: 1 },
            label: { formatter: mark.text, color: look.soft, rotate: 0, position: "end", distance: [0, 4] },
            data: [{ xAxis: mark.on }],
          }
        : undefined,
  })),
});
