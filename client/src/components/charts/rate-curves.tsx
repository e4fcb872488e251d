import { useCallback } from "react";
import { asPercent, asPercentTick } from "../../lib/format";
import { isNarrow } from "./category-bars";
import { Chart } from "./chart";
import { type Look, series } from "./look";

/** A share over a share, both 0..1, with an interval where it has one. `says`: what else stands beside it. */
export type CurvePoint = { x: number; y: number; low?: number; high?: number; says?: string };
export type Curve = { name: string; points: readonly CurvePoint[] };

type Props = {
  label: string;
  axes: readonly [string, string];
  curves: readonly Curve[];
  /** What the line from corner to corner says. */
  diagonal: string;
  /** The end of both scales, where they are not wanted up to 1. */
  end?: number;
  /** Whether the points stand apart, and no line leads from one to the next. */
  isScattered?: boolean;
};

const dashes = ["solid", "dashed"] as const;
const symbols = ["circle", "diamond"] as const;

/** Shares over shares as lines or points, beside the diagonal that they are judged by. */
export function RateCurves({ label, axes, curves, diagonal, end = 1, isScattered = false }: Props) {
  const option = useCallback(
    (look: Look, width: number) => drawn(axes, curves, diagonal, end, isScattered, look, width),
    [axes, curves, diagonal, end, isScattered],
  );
  return <Chart label={label} height={340} option={option} hit="item" />;
}

function drawn(
  axes: Props["axes"],
  curves: readonly Curve[],
  diagonal: string,
  end: number,
  isScattered: boolean,
  look: Look,
  width: number,
) {
  const axis = {
    type: "value",
    min: 0,
    max: end,
    nameLocation: "middle",
    nameTextStyle: { color: look.soft, fontSize: 12 },
    splitNumber: isNarrow(width) ? 2 : 5,
    axisLabel: { color: look.soft, formatter: (v: number) => asPercentTick(v) },
    splitLine: { lineStyle: { color: look.line } },
  };
  return {
    grid: { left: 70, right: 18, top: 40, bottom: 44, outerBoundsMode: "none" },
    legend: { top: 0, left: 0, itemGap: 14, selectedMode: false, textStyle: { color: look.ink } },
    xAxis: { ...axis, name: axes[0], nameGap: 28 },
    yAxis: { ...axis, name: axes[1], nameGap: 48 },
    tooltip: {
      trigger: "item",
      axisPointer: { type: "none" },
      formatter: ({ seriesIndex, dataIndex }: { seriesIndex: number; dataIndex: number }) => {
        const [curve, point] = [curves[seriesIndex], curves[seriesIndex]?.points[dataIndex]];
        if (!curve || !point) return diagonal;
        const lines = [
          curve.name,
          `${axes[0]}: ${asPercent(point.x)}`,
          `${axes[1]}: ${asPercent(point.y)}`,
          point.says ?? "",
        ];
        return lines.filter(Boolean).join("\n");
      },
    },
    series: [
      ...curves.map((curve, i) => ({
        name: curve.name,
        type: isScattered ? "scatter" : "line",
        z: 5,
        symbol: symbols[i % symbols.length],
        symbolSize: isScattered ? 8 : 5,
        showSymbol: isScattered || curve.points.length <= 20,
        itemStyle: { color: series[i % series.length] },
        lineStyle: { color: series[i % series.length], width: 2, type: dashes[i % dashes.length] },
        data: curve.points.map((p) => [p.x, p.y]),
      })),
      {
        name: diagonal,
        type: "line",
        silent: true,
        symbol: "none",
        z: 2,
        itemStyle: { color: look.soft },
        lineStyle: { color: look.soft, width: 1, type: [4, 3] },
        data: [
          [0, 0],
          [end, end],
        ],
      },
      ...curves.flatMap((curve, i) =>
        curve.points.some((p) => p.low !== undefined) ? [whiskers(curve, i)] : [],
      ),
    ],
  };
}

type Canvas = { value: (dimension: number) => number; coord: (point: number[]) => number[] };

const whiskers = ({ points }: Curve, i: number) => ({
  type: "custom",
  z: 4,
  silent: true,
  tooltip: { show: false },
  clip: true,
  data: points.map((p) => [p.x, p.low, p.high]),
  encode: { x: 0, y: [1, 2] },
  renderItem: (_: unknown, at: Canvas) => {
    const [x1 = 0, y1 = 0] = at.coord([at.value(0), at.value(1)]);
    const [, y2 = 0] = at.coord([at.value(0), at.value(2)]);
    return {
      type: "line",
      shape: { x1, y1, x2: x1, y2 },
      style: { stroke: series[i % series.length], lineWidth: 1.5, opacity: 0.7 },
    };
  },
});
