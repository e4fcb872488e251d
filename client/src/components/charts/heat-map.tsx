import { useCallback, useMemo } from "react";
import { asPercent } from "../../lib/format";
import { isNarrow, longest } from "./category-bars";
import { Chart } from "./chart";
import { inkOn, type Look, mixed } from "./look";

/** A cell at its column and row; one without a rate is left out, and so stays blank. */
export type HeatCell = {
  key: string;
  column: number;
  row: number;
  value: number;
  /** The rate in so few letters that it fits into the narrow columns of a phone. */
  short?: string;
  /** What the cell says beneath its rate. */
  below: string;
  /** All that it says. */
  text: string;
  /** Too few to be read by itself. */
  isThin: boolean;
  isChosen: boolean;
};

/** Rates over two dimensions. */
export type Heat = { columns: string[]; rows: string[]; cells: HeatCell[] };

type Props = {
  label: string;
  /** What the columns and the rows are. */
  axes: readonly [string, string];
  heat: Heat;
  onSelect?: (key: string) => void;
};

const rowHeight = 50;
const head = 60;
/** Names that stand upright need more. */
const tallHead = 100;
const foot = 64;
/** Ten columns on a phone: names stand upright, and a cell says its rate alone. */
const isTight = (columns: readonly string[], width: number) => width / columns.length < 56;
/** How much of its colour a thin cell keeps. */
const paleness = 0.45;

/** Rates by colour, each cell with its figure; thin cells are pale and dashed, empty ones blank. */
export function HeatMap({ label, axes, heat, onSelect }: Props) {
  const option = useCallback((look: Look, width: number) => drawn(heat, axes, look, width), [heat, axes]);
  const select = useCallback((i: number) => heat.cells[i] && onSelect?.(heat.cells[i].key), [heat, onSelect]);
  const marks = useMemo(() => heat.cells.map(({ key, text, isChosen }) => ({ key, text, isChosen })), [heat]);
  const height = useCallback(
    (width: number) => (isTight(heat.columns, width) ? tallHead : head) + heat.rows.length * rowHeight + foot,
    [heat],
  );
  return (
    <Chart
      label={label}
      height={height}
      option={option}
      hit="item"
      marks={marks}
      onSelect={onSelect && select}
    />
  );
}

function drawn({ columns, rows, cells }: Heat, axes: Props["axes"], look: Look, width: number) {
  const narrow = isNarrow(width);
  const tight = isTight(columns, width);
  // A thin cell's rate may be any; the scale is that of the cells that can be read.
  const read = cells.some((c) => !c.isThin) ? cells.filter((c) => !c.isThin) : cells;
  const end = Math.max(0, ...read.map((c) => c.value)) || 1;
  const isBeyond = cells.some((c) => c.value > end);
  const pale = look.scale.map((colour) => mixed(look.card, colour, paleness));
  const axis = { type: "category", axisTick: { show: false }, axisLine: { show: false } };
  const name = { nameTextStyle: { color: look.soft, fontSize: 12 } };
  return {
    grid: {
      left: longest(rows) * 7.5 + 12,
      right: 4,
      top: tight ? tallHead : head,
      bottom: foot,
      outerBoundsMode: "none",
    },
    xAxis: {
      ...axis,
      ...name,
      data: columns,
      position: "top",
      name: axes[0],
      nameLocation: "middle",
      nameGap: tight ? 72 : narrow ? 36 : 28,
      // The widest band's name must fit over a phone's column.
      axisLabel: {
        color: look.ink,
        interval: 0,
        fontSize: narrow ? 10 : 12,
        lineHeight: 12,
        rotate: tight ? 90 : 0,
        formatter: (band: string) => (narrow && !tight ? band.replace("-", "-\n") : band),
      },
    },
    yAxis: {
      ...axis,
      ...name,
      data: rows,
      inverse: true,
      name: axes[1],
      nameLocation: "start",
      nameGap: narrow ? 16 : 12,
      nameTextStyle: { ...name.nameTextStyle, align: "right", padding: [0, 8, 0, 0] },
      axisLabel: { color: look.ink, interval: 0 },
    },
    visualMap: {
      type: "continuous",
      seriesIndex: 0,
      dimension: 2,
      min: 0,
      max: end,
      calculable: false,
      hoverLink: false,
      orient: "horizontal",
      left: "center",
      bottom: 4,
      itemWidth: 12,
      itemHeight: narrow ? 120 : 220,
      text: [`${asPercent(end)}${isBeyond ? " or more" : ""}`, asPercent(0)],
      textStyle: { color: look.soft },
      inRange: { color: [...look.scale] },
    },
    tooltip: {
      trigger: "item",
      formatter: ({ seriesIndex, dataIndex }: { seriesIndex: number; dataIndex: number }) =>
        seriesIndex === 0 ? (cells[dataIndex]?.text ?? "").split(", ").join("\n") : "",
    },
    series: [
      {
        type: "heatmap",
        cursor: "pointer",
        itemStyle: { borderColor: look.card, borderWidth: 2 },
        emphasis: { disabled: true },
        data: cells.map((c) => ({
          value: [c.column, c.row, c.value],
          itemStyle: c.isThin ? { opacity: paleness } : undefined,
          label: {
            show: true,
            opacity: 1,
            color: inkOn(c.isThin ? pale : look.scale, c.value / end),
            formatter:
              tight && c.short !== undefined
                ? `{rate|${c.short}}`
                : `{rate|${asPercent(c.value)}}\n${c.below}`,
            fontSize: 11,
            lineHeight: 15,
            rich: { rate: { fontSize: narrow ? 10 : 13, fontWeight: 600, lineHeight: 17 } },
          },
        })),
      },
      outlines(cells, look),
    ],
  };
}

type Canvas = {
  value: (dimension: number) => number;
  coord: (point: number[]) => number[];
  size: (point: number[]) => number[];
};

// Drawn over the cells and inside them, so that neighbours do not share a line.
const outlines = (cells: HeatCell[], look: Look) => ({
  type: "custom",
  z: 5,
  silent: true,
  tooltip: { show: false },
  data: cells.map((c) => [c.column, c.row]),
  renderItem: ({ dataIndex }: { dataIndex: number }, at: Canvas) => {
    const cell = cells[dataIndex];
    if (!cell?.isThin && !cell?.isChosen) return undefined;
    const [x = 0, y = 0] = at.coord([at.value(0), at.value(1)]);
    const [w = 0, h = 0] = at.size([1, 1]);
    const inset = cell.isChosen ? 2 : 3;
    const shape = { x: x - w / 2 + inset, y: y - h / 2 + inset, width: w - 2 * inset, height: h - 2 * inset };
    const dash = cell.isThin && !cell.isChosen ? [4, 3] : undefined;
    return {
      type: "rect",
      shape: { ...shape, r: 2 },
      style: {
        fill: "none",
        stroke: cell.isChosen ? look.ink : look.soft,
        lineWidth: cell.isChosen ? 3 : 1.2,
        lineDash: dash,
      },
    };
  },
});
