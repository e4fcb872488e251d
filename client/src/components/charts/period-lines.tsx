import { useCallback, useMemo } from "react";
import { asCompact, asCount, asPercent, asPercentTick, asShort } from "../../lib/format";
import { isNarrow } from "./category-bars";
import { Chart } from "./chart";
import { type Look, series } from "./look";

/** A rate or a sum over periods; a value that is not known is a gap. `says`: what stands beside it in words, such as what a rate is made of. */
export type PeriodLine = { name: string; values: readonly (number | null)[]; says?: readonly string[] };

/** Lines over the same periods, and what lies behind them on a scale of its own. */
export type Periods = {
  periods: readonly string[];
  lines: readonly PeriodLine[];
  behind?: { name: string; values: readonly (number | null)[] };
  /** The periods that stand out. */
  chosen?: readonly string[];
};

type Props = {
  label: string;
  data: Periods;
  unit: "percent" | "money" | "count";
  /** What the periods are, where they are no dates. */
  axis?: string;
  /** Whether the scale begins where the data do, and not at 0. */
  isCropped?: boolean;
  onSelect?: (period: string) => void;
};

const height = 300;
const dashes = ["solid", "dashed", "dotted", [8, 3, 2, 3]] as const;
const symbols = ["circle", "diamond", "triangle", "rect"] as const;

/** Rates or sums over time as lines, with volumes as pale bars behind them. */
export function PeriodLines({ label, data, unit, axis, isCropped = false, onSelect }: Props) {
  const option = useCallback(
    (look: Look, width: number) => drawn(data, unit, axis, isCropped, look, width),
    [data, unit, axis, isCropped],
  );
  const select = useCallback(
    (i: number) => data.periods[i] !== undefined && onSelect?.(data.periods[i]),
    [data, onSelect],
  );
  const marks = useMemo(
    () =>
      data.periods.map((period, i) => ({
        key: period,
        text: read(data, unit, i).join(", "),
        isChosen: data.chosen?.includes(period) ?? false,
      })),
    [data, unit],
  );
  return (
    <Chart
      label={label}
      height={height}
      option={option}
      hit="x"
      marks={marks}
      onSelect={onSelect && select}
    />
  );
}

const writers = { percent: asPercent, money: asCompact, count: asCount };
const ticks = { percent: asPercentTick, money: asShort, count: asCount };

const read = ({ periods, lines, behind }: Periods, unit: Props["unit"], i: number): string[] => [
  `${periods[i]}`,
  ...lines
    .filter((l) => l.values[i] != null)
    .map((l) => `${l.name} ${writers[unit](l.values[i])}${l.says?.[i] ? ` (${l.says[i]})` : ""}`),
  ...(behind?.values[i] == null ? [] : [`${behind.name} ${asCompact(behind.values[i])}`]),
];

function drawn(
  data: Periods,
  unit: Props["unit"],
  axis: string | undefined,
  isCropped: boolean,
  look: Look,
  width: number,
) {
  const { periods, lines, behind, chosen = [] } = data;
  const narrow = isNarrow(width);
  const dense = periods.length > (narrow ? 16 : 40);
  return {
    grid: {
      left: 4,
      // Half of the last label stands beyond the grid.
      right: behind ? 4 : 28,
      top: narrow && lines.length + (behind ? 1 : 0) > 2 ? 60 : 40,
      bottom: axis ? 24 : 4,
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    },
    legend: { top: 0, left: 0, itemGap: 14, selectedMode: false, textStyle: { color: look.ink } },
    xAxis: {
      type: "category",
      data: periods,
      name: axis,
      nameLocation: "middle",
      nameGap: 28,
      nameTextStyle: { color: look.soft },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: look.line } },
      axisLabel: { color: look.soft, hideOverlap: true },
    },
    yAxis: [
      {
        type: "value",
        scale: isCropped,
        min: isCropped ? undefined : 0,
        minInterval: unit === "count" ? 1 : undefined,
        splitNumber: 4,
        axisLabel: { color: look.soft, formatter: (v: number) => ticks[unit](v) },
        splitLine: { lineStyle: { color: look.line } },
      },
      {
        type: "value",
        show: behind !== undefined,
        splitNumber: 4,
        axisLabel: { color: look.soft, formatter: (v: number) => asShort(v) },
        splitLine: { show: false },
      },
    ],
    tooltip: {
      axisPointer: { type: "line", lineStyle: { color: look.soft } },
      formatter: ([first]: { dataIndex: number }[]) =>
        first ? read(data, unit, first.dataIndex).join("\n") : "",
    },
    series: [
      ...lines.map((line, i) => ({
        name: line.name,
        type: "line",
        z: 5,
        cursor: "pointer",
        // A single value between two gaps has no line to be seen by.
        symbol: symbols[i % symbols.length],
        showSymbol: !dense || line.values.filter((v) => v !== null).length < 3,
        symbolSize: 6,
        itemStyle: { color: series[i % series.length] },
        lineStyle: { color: series[i % series.length], width: 2, type: dashes[i % dashes.length] },
        data: line.values,
        markLine:
          i === 0 && chosen.length > 0
            ? {
                silent: true,
                symbol: "none",
                animation: false,
                label: { show: false },
                lineStyle: { color: look.ink, type: "solid", width: 1.5 },
                data: chosen.filter((c) => periods.includes(c)).map((c) => ({ xAxis: c })),
              }
            : undefined,
      })),
      ...(behind
        ? [
            {
              name: behind.name,
              type: "bar",
              yAxisIndex: 1,
              z: 1,
              cursor: "pointer",
              barCategoryGap: "25%",
              itemStyle: { color: look.faint, opacity: 0.55 },
              data: behind.values,
            },
          ]
        : []),
    ],
  };
}
