import { useCallback } from "react";
import { asShort } from "../../lib/format";
import { isNarrow } from "./category-bars";
import { Chart } from "./chart";
import { type Look, markOf } from "./look";

/** A thing at its two values; `group` is its place among the groups, which gives it colour and form. */
export type GroupedPoint = {
  key: string;
  x: number;
  y: number;
  group: number;
  text: string;
  isFaint: boolean;
};

type Props = {
  label: string;
  axes: readonly [string, string];
  points: readonly GroupedPoint[];
  /** The point's group was chosen. */
  onSelect?: (point: GroupedPoint) => void;
};

/** Things over two numbers, each group with a colour and a form of its own. */
export function GroupedPoints({ label, axes, points, onSelect }: Props) {
  const option = useCallback((look: Look, width: number) => drawn(points, axes, look, width), [points, axes]);
  const select = useCallback((i: number) => points[i] && onSelect?.(points[i]), [points, onSelect]);
  return <Chart label={label} height={380} option={option} hit="item" onSelect={onSelect && select} />;
}

function drawn(points: Props["points"], axes: Props["axes"], look: Look, width: number) {
  const axis = {
    type: "value",
    scale: true,
    nameLocation: "middle",
    nameTextStyle: { color: look.soft, fontSize: 12 },
    splitNumber: isNarrow(width) ? 3 : 6,
    axisLabel: { color: look.soft, formatter: (v: number) => asShort(v) },
    splitLine: { lineStyle: { color: look.line } },
  };
  return {
    grid: { left: 58, right: 14, top: 12, bottom: 44, outerBoundsMode: "none" },
    xAxis: { ...axis, name: axes[0], nameGap: 28 },
    yAxis: { ...axis, name: axes[1], nameGap: 44 },
    tooltip: {
      trigger: "item",
      axisPointer: { type: "none" },
      formatter: ({ dataIndex }: { dataIndex: number }) =>
        (points[dataIndex]?.text ?? "").split(", ").join("\n"),
    },
    series: [
      {
        type: "scatter",
        cursor: "pointer",
        data: points.map((p) => {
          const { colour, form } = markOf(p.group);
          return {
            value: [p.x, p.y],
            symbol: form,
            symbolSize: form === "circle" ? 7 : 8,
            itemStyle: { color: p.isFaint ? look.faint : colour, opacity: p.isFaint ? 0.5 : 0.75 },
          };
        }),
      },
    ],
  };
}
