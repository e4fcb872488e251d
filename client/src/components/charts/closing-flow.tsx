import { useCallback, useMemo } from "react";
import { asCompact, asMoney } from "../../lib/format";
import { Chart } from "./chart";
import { type Block, type Flow, laidEndToEnd } from "./closing-flow-data";
import { type Look, series } from "./look";

type Props = { label: string; flow: Flow; onSelect?: (key: string) => void };

const row = 40;
const foot = 26;

/** A sum and what it is made of, laid end to end so that it shows whether it closes. */
export function ClosingFlow({ label, flow, onSelect }: Props) {
  const blocks = useMemo(() => laidEndToEnd(flow), [flow]);
  const option = useCallback((look: Look, width: number) => drawn(blocks, look, width), [blocks]);
  const select = useCallback((i: number) => blocks[i] && onSelect?.(blocks[i].key), [blocks, onSelect]);
  const marks = useMemo(() => blocks.map((b) => ({ key: b.key, text: read(b) })), [blocks]);
  return (
    <Chart
      label={label}
      height={blocks.length * row + foot}
      option={option}
      hit="y"
      marks={marks}
      onSelect={onSelect && select}
    />
  );
}

const read = (b: Block) => `${b.label} ${asMoney(b.value)}`;

function drawn(blocks: Block[], look: Look, width: number) {
  const colours = [look.soft, series[2], series[0], series[1]];
  const labelWidth = Math.max(...blocks.map((b) => b.label.length)) * 7.4;
  const values = blocks.map((b) => asCompact(b.value));
  const names = { type: "category", inverse: true, axisTick: { show: false }, axisLine: { show: false } };
  const whole = blocks[0]?.to ?? 0;
  return {
    grid: {
      left: labelWidth + 12,
      right: Math.max(...values.map((v) => v.length)) * 8 + 12,
      top: 2,
      bottom: foot,
      outerBoundsMode: "none",
    },
    xAxis: {
      type: "value",
      splitNumber: width < 480 ? 2 : 5,
      axisLabel: { color: look.soft, hideOverlap: true, formatter: short },
      splitLine: { lineStyle: { color: look.line } },
    },
    yAxis: [
      { ...names, data: blocks.map((b) => b.label), axisLabel: { color: look.ink, interval: 0 } },
      {
        ...names,
        position: "right",
        data: values,
        axisLabel: { color: look.ink, interval: 0, fontWeight: 600 },
      },
    ],
    tooltip: {
      formatter: ([first]: { dataIndex: number }[]) => {
        const b = first && blocks[first.dataIndex];
        return b ? read(b) : "";
      },
    },
    series: [
      {
        type: "custom",
        cursor: "pointer",
        encode: { x: [0, 1], y: 2 },
        data: blocks.map((b, i) => [b.from, b.to, i]),
        renderItem: (_: unknown, at: Canvas) => {
          const place = at.value(2);
          const [x1 = 0, y = 0] = at.coord([at.value(0), place]);
          const [x2 = 0] = at.coord([at.value(1), place]);
          const block = blocks[place];
          if (!block) return undefined;
          return { type: "group", children: [bar(block, x1, x2, y, colours[place] ?? look.ink)] };
        },
        // Where the whole ends, and so where its parts must.
        markLine: {
          silent: true,
          symbol: "none",
          animation: false,
          label: { show: false },
          lineStyle: { color: look.soft, type: [4, 3], width: 1 },
          data: [{ xAxis: whole }],
        },
      },
    ],
  };
}

type Canvas = { value: (dimension: number) => number; coord: (point: number[]) => number[] };

const bar = ({ value }: Block, x1: number, x2: number, y: number, colour: string) => ({
  type: "rect",
  shape: { x: Math.min(x1, x2), y: y - 11, width: Math.max(Math.abs(x2 - x1), 2), height: 22, r: 2 },
  // What takes away is an outline: the colour alone would not say so.
  style:
    value !== null && value < 0
      ? { fill: "transparent", stroke: colour, lineWidth: 2, lineDash: [5, 3] }
      : { fill: value === null ? "transparent" : colour },
});

const short = (v: number) =>
  v === 0
    ? "0"
    : asCompact(v)
        .replace(/([.,]\d)0(?=\D|$)/, "$1")
        .replace(/[.,]0(?=\D|$)/, "");
