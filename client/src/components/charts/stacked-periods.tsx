import { useCallback, useMemo } from "react";
import { asCompact, asCount, asInterval, asPercent, asPercentTick, asShort } from "../../lib/format";
import { Chart } from "./chart";
import { type Look, series } from "./look";

/** A period's rate with its interval; null where there is none. */
export type PeriodRate = { value: number | null; low: number | null; high: number | null; parts: string };

/** Counts or sums of money by period and part, and a rate of each period; the periods whose filter is in force stand out. */
export type Stack = {
  periods: string[];
  parts: { name: string; values: number[] }[];
  isMoney?: boolean;
  /** What the parts are held against, drawn as a line over them. */
  against?: { name: string; values: number[] };
  /** `isCropped`: their scale begins near the lowest, and not at 0. */
  rates?: { name: string; values: PeriodRate[]; isCropped?: boolean };
  chosen?: readonly string[];
};

type Props = { label: string; stack: Stack; onSelect?: (period: string) => void };

const head = 36;
const counts = 210;
const between = 52;
const rateHeight = 110;
const foot = 26;

/** Counts or sums by period, stacked by what they are made of; beneath, on the same periods, a rate with its intervals. */
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
        text: read(stack, i).join(", "),
        isChosen: stack.chosen?.includes(period) ?? false,
      })),
    [stack],
  );
  return (
    <Chart
      label={label}
      height={head + counts + foot + (stack.rates ? between - foot + rateHeight + foot : 0)}
      option={option}
      hit="x"
      marks={marks}
      onSelect={onSelect && select}
    />
  );
}

const inFull = ({ isMoney }: Stack) => (isMoney ? asCompact : asCount);
const onAxis = ({ isMoney }: Stack) => (isMoney ? asShort : asCount);

function read(stack: Stack, i: number): string[] {
  const { periods, parts, rates, against } = stack;
  const rate = rates?.values[i];
  const written = inFull(stack);
  return [
    `${periods[i]}`,
    ...(against ? [`${against.name} ${written(against.values[i])}`] : []),
    ...parts.map((p) => `${p.name} ${written(p.values[i])}`),
    ...(rate ? [`${rates.name} ${asPercent(rate.value)} (${rate.parts})`] : []),
    ...(rate && rate.low !== null ? [`95 % interval ${asInterval(rate.low, rate.high)}`] : []),
  ];
}

const isFaint = ({ periods, chosen = [] }: Stack, index: number) =>
  chosen.length > 0 && !chosen.includes(periods[index] ?? "");

function drawn(stack: Stack, look: Look, width: number) {
  const { periods, parts, rates, against } = stack;
  const short = onAxis(stack);
  // Both grids begin at the same place, whatever their scales read.
  const left = 14 + 7 * Math.max(...parts.flatMap((p) => p.values.map((v) => short(v).length)), 6);
  const grid = { left, right: 24, outerBoundsMode: "none" };
  const axis = {
    type: "category",
    data: periods,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: look.line } },
    axisLabel: { color: look.soft, hideOverlap: true },
  };
  const scale = { type: "value", splitLine: { lineStyle: { color: look.line } } };
  return {
    grid: [
      { ...grid, top: head, height: counts },
      ...(rates ? [{ ...grid, top: head + counts + between, height: rateHeight }] : []),
    ],
    legend: {
      top: 0,
      left: 0,
      itemWidth: 12,
      itemHeight: 12,
      itemGap: 18,
      selectedMode: false,
      data: [...parts, ...(against ? [against] : [])].map((p) => p.name),
      textStyle: { color: look.ink },
    },
    axisPointer: { link: [{ xAxisIndex: "all" }] },
    xAxis: [
      { ...axis, gridIndex: 0, axisLabel: { ...axis.axisLabel, show: !rates } },
      ...(rates ? [{ ...axis, gridIndex: 1 }] : []),
    ],
    yAxis: [
      {
        ...scale,
        minInterval: 1,
        splitNumber: 4,
        axisLabel: { color: look.soft, formatter: (v: number) => short(v) },
      },
      ...(rates
        ? [
            {
              ...scale,
              gridIndex: 1,
              ...croppedTo(rates),
              splitNumber: 3,
              name: rates.values.some((r) => r.low !== null)
                ? `${rates.name}, with 95 % interval`
                : rates.name,
              nameGap: 14,
              nameTextStyle: { color: look.ink, align: "left", padding: [0, 0, 0, -left] },
              axisLabel: {
                color: look.soft,
                formatter: (v: number) => asPercentTick(v),
              },
            },
          ]
        : []),
    ],
    tooltip: {
      formatter: ([first]: { dataIndex: number }[]) => (first ? read(stack, first.dataIndex).join("\n") : ""),
    },
    series: [
      ...parts.map((part, i) => ({
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
      ...(against
        ? [
            {
              name: against.name,
              type: "line",
              step: "middle",
              symbol: "none",
              z: 4,
              itemStyle: { color: look.ink },
              lineStyle: { color: look.ink, width: 1.5 },
              data: against.values,
            },
          ]
        : []),
      ...(rates ? pointsOf(stack, rates.values, look, width) : []),
    ],
  };
}

/** Shares from near the lowest to the whole; or all from 0, to the whole at most, however far a thin period's interval reaches. */
function croppedTo({ isCropped, values }: NonNullable<Stack["rates"]>) {
  const known = values.flatMap((r) => (r.value === null ? [] : [r.value]));
  if (!isCropped || known.length === 0 || Math.max(...known) > 1)
    return { min: 0, max: ({ max }: { max: number }) => (max > 0.8 ? 1 : null) };
  const low = Math.floor(Math.min(...known, 0.9) * 10) / 10;
  return { min: low, max: 1, interval: (1 - low) / 2 };
}

type Canvas = { value: (dimension: number) => number; coord: (point: number[]) => number[] };

const pointsOf = (stack: Stack, rates: PeriodRate[], look: Look, width: number) => [
  {
    type: "custom",
    xAxisIndex: 1,
    yAxisIndex: 1,
    silent: true,
    encode: { x: 0, y: [1, 2] },
    data: rates.map((r, i) => [i, r.low, r.high]),
    renderItem: (_: unknown, at: Canvas) => {
      const [low, high] = [at.value(1), at.value(2)];
      if (Number.isNaN(low) || Number.isNaN(high)) return undefined;
      const [x = 0, y1 = 0] = at.coord([at.value(0), low]);
      const [, y2 = 0] = at.coord([at.value(0), high]);
      return {
        type: "line",
        shape: { x1: x, y1, x2: x, y2 },
        style: { stroke: look.soft, lineWidth: 1.5, opacity: isFaint(stack, at.value(0)) ? 0.35 : 1 },
      };
    },
  },
  {
    type: "scatter",
    xAxisIndex: 1,
    yAxisIndex: 1,
    symbolSize: width / rates.length < 9 ? 4 : 7,
    cursor: "pointer",
    itemStyle: { color: series[1] },
    data: rates.map((r, i) =>
      isFaint(stack, i) ? { value: r.value, itemStyle: { opacity: 0.35 } } : r.value,
    ),
  },
];
