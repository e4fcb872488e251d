import { useCallback, useMemo } from "react";
import { asCompact, asMoney, asShort } from "../../lib/format";
import { isNarrow, labelAxis, valuesOf } from "./category-bars";
import { Chart } from "./chart";
import { type Look, series } from "./look";

/** A sum of money; without one there is a gap, not a zero. */
export type AmountBar = { key: string; label: string; value: number | null; isChosen: boolean };

type Props = { label: string; bars: AmountBar[]; onSelect: (key: string) => void };

const row = 28;
// As much as rates with their line for all leave, so that the two stand in one line beside each other.
const head = 24;
const foot = 26;

/** Sums of money as bars, on one scale from 0. */
export function AmountBars({ label, bars, onSelect }: Props) {
  const option = useCallback((look: Look, width: number) => drawn(bars, look, width), [bars]);
  const select = useCallback((i: number) => bars[i] && onSelect(bars[i].key), [bars, onSelect]);
  const marks = useMemo(() => bars.map((b) => ({ key: b.key, text: read(b), isChosen: b.isChosen })), [bars]);
  return (
    <Chart
      label={label}
      height={head + bars.length * row + foot}
      option={option}
      hit="y"
      marks={marks}
      onSelect={select}
    />
  );
}

const read = (b: AmountBar) => `${b.label}, ${asMoney(b.value)}`;

function drawn(bars: AmountBar[], look: Look, width: number) {
  const names = labelAxis(
    bars.map((b) => b.label),
    width,
    look,
  );
  return {
    grid: { left: names.axisLabel.width + 10, right: 62, top: head, bottom: foot, outerBoundsMode: "none" },
    xAxis: {
      type: "value",
      splitNumber: isNarrow(width) ? 2 : 4,
      axisLabel: { color: look.soft, hideOverlap: true, formatter: (v: number) => asShort(v) },
      splitLine: { lineStyle: { color: look.line } },
    },
    yAxis: names,
    tooltip: {
      formatter: ([first]: { dataIndex: number }[]) => {
        const b = first && bars[first.dataIndex];
        return b ? `${b.label}\n${asMoney(b.value)}` : "";
      },
    },
    series: [
      {
        type: "bar",
        barWidth: 14,
        cursor: "pointer",
        itemStyle: { color: series[0], borderRadius: [0, 2, 2, 0] },
        label: {
          show: true,
          position: "right",
          color: look.ink,
          formatter: ({ dataIndex }: { dataIndex: number }) => asCompact(bars[dataIndex]?.value),
        },
        data: valuesOf(bars, (b) => b.value, { color: look.faint }),
      },
    ],
  };
}
