import { useCallback, useMemo } from "react";
import { asCount, asInterval, asPercent, asPercentTick } from "../../lib/format";
import { Chart } from "./chart";
import { type Look, series } from "./look";

/** A group's rate at its size, and the limits within which one of that size lies by chance. */
export type FunnelPoint = {
  key: string;
  label: string;
  size: number;
  rate: number;
  parts: string;
  limits: { low95: number; high95: number; low998: number; high998: number } | null;
  /** Where it lies, in words. */
  position: string | null;
  /** The widest limits that it lies beyond. */
  beyond: "95" | "998" | null;
  isChosen: boolean;
};

type Props = {
  label: string;
  /** Smallest first. */
  points: FunnelPoint[];
  overall: number | null | undefined;
  onSelect: (key: string) => void;
};

const height = 380;

/** Rates against size between the limits of chance; what lies beyond the outer ones is named, and the highest and lowest. */
export function FunnelPlot({ label, points, overall, onSelect }: Props) {
  const option = useCallback(
    (look: Look, width: number) => drawn(points, overall, look, width),
    [points, overall],
  );
  const select = useCallback((i: number) => points[i] && onSelect(points[i].key), [points, onSelect]);
  const marks = useMemo(
    () => points.map((p) => ({ key: p.key, text: read(p).join(", "), isChosen: p.isChosen })),
    [points],
  );
  return <Chart label={label} height={height} option={option} hit="item" marks={marks} onSelect={select} />;
}

const read = (p: FunnelPoint) => [
  p.label,
  `${asPercent(p.rate)} (${p.parts})`,
  ...(p.limits
    ? [
        `95 % limits ${asInterval(p.limits.low95, p.limits.high95)}`,
        `99.8 % limits ${asInterval(p.limits.low998, p.limits.high998)}`,
      ]
    : []),
  ...(p.position ? [p.position] : []),
];

function drawn(points: FunnelPoint[], overall: number | null | undefined, look: Look, width: number) {
  const narrow = width < 480;
  const isChoice = points.some((p) => p.isChosen);
  const middle = ((points[0]?.size ?? 0) + (points.at(-1)?.size ?? 0)) / 2;
  const rates = points.map((p) => p.rate);
  const outer = [Math.min(...rates), Math.max(...rates)];
  const isNamed = (p: FunnelPoint) => p.beyond === "998" || p.isChosen || outer.includes(p.rate);
  return {
    grid: {
      left: 8,
      right: 56,
      top: 28,
      bottom: 26,
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    },
    xAxis: {
      type: "value",
      scale: true,
      minInterval: 1,
      splitNumber: narrow ? 3 : 8,
      name: "loans",
      nameLocation: "middle",
      nameGap: 26,
      nameTextStyle: { color: look.soft },
      axisLabel: { color: look.soft, hideOverlap: true, formatter: (v: number) => asCount(v) },
      axisLine: { lineStyle: { color: look.line } },
      splitLine: { show: false },
    },
    yAxis: {
      type: "value",
      min: 0,
      splitNumber: 5,
      name: "default rate",
      nameTextStyle: { color: look.soft, align: "left", padding: [0, 0, 0, -30] },
      axisLabel: { color: look.soft, formatter: (v: number) => asPercentTick(v) },
      splitLine: { lineStyle: { color: look.line } },
    },
    tooltip: {
      trigger: "item",
      formatter: ({ seriesIndex, dataIndex }: { seriesIndex: number; dataIndex: number }) => {
        const p = seriesIndex === 0 ? points[dataIndex] : undefined;
        return p ? read(p).join("\n") : "";
      },
    },
    series: [
      {
        type: "scatter",
        z: 5,
        cursor: "pointer",
        symbolSize: 12,
        labelLayout: { hideOverlap: true },
        data: points.map((p) => ({
          value: [p.size, p.rate],
          ...shapeOf(p, isChoice, look),
          label: {
            show: isNamed(p),
            formatter: p.label,
            position: p.size > middle ? "left" : "right",
            color: look.ink,
            fontWeight: p.isChosen ? 600 : 400,
          },
        })),
        markLine:
          overall == null
            ? undefined
            : {
                silent: true,
                symbol: "none",
                animation: false,
                lineStyle: { color: look.soft, type: "solid", width: 1 },
                label: { formatter: `all ${asPercent(overall)}`, color: look.soft },
                data: [{ yAxis: overall }],
              },
      },
      limit(points, "high998", "99.8 %", look),
      limit(points, "high95", "95 %", look),
      limit(points, "low95", "95 %", look),
      limit(points, "low998", "99.8 %", look),
    ],
  };
}

// Shape and colour both say how far out a point lies, so that neither has to alone.
function shapeOf({ beyond, isChosen }: FunnelPoint, isChoice: boolean, look: Look) {
  const colour = isChoice && !isChosen ? look.faint : beyond ? series[1] : series[0];
  if (beyond === "998") return { symbol: "diamond", symbolSize: 16, itemStyle: { color: colour } };
  if (beyond === "95")
    return { symbol: "circle", itemStyle: { color: look.card, borderColor: colour, borderWidth: 2.5 } };
  return { symbol: "circle", itemStyle: { color: colour, borderColor: look.card, borderWidth: 1 } };
}

type End = keyof NonNullable<FunnelPoint["limits"]>;

const limit = (points: FunnelPoint[], end: End, name: string, look: Look) => ({
  type: "line",
  silent: true,
  symbol: "none",
  tooltip: { show: false },
  lineStyle: { color: look.soft, width: 1.2, type: end.endsWith("998") ? "solid" : [5, 4] },
  endLabel: { show: true, formatter: name, color: look.soft, fontSize: 11 },
  data: points.flatMap(({ size, limits }) => (limits ? [[size, limits[end]]] : [])),
});
