import { useCallback, useMemo } from "react";
import { asPercent, asPercentTick } from "../../lib/format";
import { isNarrow } from "./category-bars";
import { Chart } from "./chart";
import { type Look, series } from "./look";

/** A curve of its own in a panel of its own; what has not been observed is a gap, not a zero. `text`: all that it says. */
export type Panel = {
  key: string;
  title: string;
  values: readonly (number | null)[];
  text: string;
  isChosen: boolean;
};

type Props = {
  label: string;
  panels: readonly Panel[];
  /** What the places along a panel are. */
  axis: string;
  onSelect?: (key: string) => void;
};

const titleHeight = 26;
const plot = 96;
const gap = 30;
const left = 44;
const panelHeight = titleHeight + plot + gap;
/** The others are there to be compared with; a place of theirs in three draws the same picture. */
const thinning = 3;

const columnsIn = (width: number) => Math.max(isNarrow(width) ? 2 : 3, Math.floor(width / 210));
const boxOf = (index: number, width: number) => {
  const columns = columnsIn(width);
  const panelWidth = (width - left) / columns;
  return {
    x: left + (index % columns) * panelWidth,
    y: Math.floor(index / columns) * panelHeight,
    width: panelWidth,
  };
};

/** One rate by age for each group, in panels on the same scales, the others faint behind each. */
export function SmallMultiples({ label, panels, axis, onSelect }: Props) {
  const option = useCallback((look: Look, width: number) => drawn(panels, axis, look, width), [panels, axis]);
  const height = useCallback(
    (width: number) => Math.ceil(panels.length / columnsIn(width)) * panelHeight + 18,
    [panels],
  );
  const hit = useCallback(
    (x: number, y: number, width: number) => {
      const index = panels.findIndex((_, i) => {
        const box = boxOf(i, width);
        return x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + panelHeight;
      });
      return index < 0 ? undefined : index;
    },
    [panels],
  );
  const select = useCallback((i: number) => panels[i] && onSelect?.(panels[i].key), [panels, onSelect]);
  const marks = useMemo(() => panels.map(({ key, text, isChosen }) => ({ key, text, isChosen })), [panels]);
  return (
    <Chart
      label={label}
      height={height}
      option={option}
      hit={hit}
      marks={marks}
      onSelect={onSelect && select}
    />
  );
}

type Canvas = { value: (dimension: number) => number; coord: (point: number[]) => number[] };

function drawn(panels: readonly Panel[], axis: string, look: Look, width: number) {
  const ages = Math.max(1, ...panels.map((p) => p.values.length - 1));
  const end = Math.max(0.01, ...panels.flatMap((p) => p.values.map((v) => v ?? 0)));
  const columns = columnsIn(width);
  const isChoice = panels.some((p) => p.isChosen);
  const isLowest = (i: number) => i + columns >= panels.length;
  return {
    grid: panels.map((_, i) => {
      const box = boxOf(i, width);
      return {
        left: box.x,
        top: box.y + titleHeight,
        width: box.width - 14,
        height: plot,
        outerBoundsMode: "none",
      };
    }),
    xAxis: panels.map((_, i) => ({
      type: "value",
      gridIndex: i,
      min: 0,
      max: ages,
      interval: ages > 36 ? 24 : 12,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: look.line } },
      splitLine: { show: false },
      name: i === panels.length - 1 ? axis : undefined,
      nameLocation: "middle",
      nameGap: 26,
      nameTextStyle: { color: look.soft },
      axisLabel: { show: isLowest(i), color: look.soft, fontSize: 11, showMaxLabel: false },
    })),
    yAxis: panels.map((p, i) => ({
      type: "value",
      gridIndex: i,
      min: 0,
      max: end,
      splitNumber: 2,
      axisLine: { show: false },
      axisTick: { show: false },
      name: p.title,
      nameGap: 8,
      nameTextStyle: {
        color: look.ink,
        align: "left",
        fontSize: 12,
        fontWeight: p.isChosen ? 700 : 400,
        padding: [0, 0, 0, i % columns === 0 ? -left + 8 : 0],
      },
      axisLabel: {
        show: i % columns === 0,
        color: look.soft,
        fontSize: 11,
        hideOverlap: true,
        showMaxLabel: false,
        formatter: (v: number) => asPercentTick(v),
      },
      splitLine: { lineStyle: { color: look.line } },
    })),
    tooltip: {
      axisPointer: { type: "line", lineStyle: { color: look.soft } },
      formatter: (at: { seriesIndex: number; value: [number, number | null] }[]) => {
        const own = at.find((a) => a.seriesIndex < panels.length);
        const panel = own && panels[own.seriesIndex];
        return panel ? `${panel.title}\n${axis} ${own.value[0]}: ${asPercent(own.value[1])}` : "";
      },
    },
    series: [
      ...panels.map((p, i) => ({
        type: "line",
        xAxisIndex: i,
        yAxisIndex: i,
        z: 5,
        cursor: "pointer",
        symbol: "none",
        itemStyle: { color: series[0] },
        lineStyle: { color: series[0], width: 2, opacity: isChoice && !p.isChosen ? 0.35 : 1 },
        data: p.values.map((v, age) => [age, v]),
      })),
      ...panels.map((_, i) => ({
        type: "custom",
        xAxisIndex: i,
        yAxisIndex: i,
        z: 1,
        silent: true,
        tooltip: { show: false },
        data: panels.map((_, other) => [other]),
        renderItem: (_: unknown, at: Canvas) => {
          const other = panels[at.value(0)];
          if (!other || at.value(0) === i) return undefined;
          const points = other.values.flatMap((v, age) =>
            v === null || age % thinning > 0 ? [] : [at.coord([age, v])],
          );
          return {
            type: "polyline",
            shape: { points },
            style: { fill: "none", stroke: look.faint, lineWidth: 1, opacity: 0.7 },
          };
        },
      })),
    ],
  };
}
