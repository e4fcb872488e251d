import { useCallback, useMemo } from "react";
import { asCompact, asCount, asMoney, asShort } from "../../lib/format";
import { isNarrow, labelAxis, valuesOf } from "./category-bars";
import { Chart } from "./chart";
import { type Look, series } from "./look";

/** A sum of money, or how many there are; without one there is a gap, not a zero. */
export type AmountBar = { key: string; label: string; value: number | null; isChosen: boolean };

type Props = {
  label: string;
  bars: AmountBar[];
  /** Whether the bars are numbers of loans, and not sums of money. */
  isCount?: boolean;
  onSelect?: (key: string) => void;
};

const row = 28;
// As much as rates with their line for all leave, so that the two stand in one line beside each other.
const head = 24;
const foot = 26;

/** Sums of money or numbers as bars, on one scale from 0. */
export function AmountBars({ label, bars, isCount = false, onSelect }: Props) {
  const option = useCallback(
    (look: Look, width: number) => drawn(bars, isCount, look, width),
    [bars, isCount],
  );
  const select = useCallback((i: number) => bars[i] && onSelect?.(bars[i].key), [bars, onSelect]);
  const marks = useMemo(
    () => bars.map((b) => ({ key: b.key, text: read(b, isCount), isChosen: b.isChosen })),
    [bars, isCount],
  );
  return (
    <Chart
      label={label}
      height={head + bars.length * row + foot}
      option={option}
      hit="y"
      marks={marks}
      onSelect={onSelect && select}
    />
  );
}

const inFull = (b: AmountBar, isCount: boolean) => (isCount ? asCount(b.value) : asMoney(b.value));
const read = (b: AmountBar, isCount: boolean) => `${b.label}, ${inFull(b, isCount)}`;

function drawn(bars: AmountBar[], isCount: boolean, look: Look, width: number) {
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
      minInterval: isCount ? 1 : undefined,
      axisLabel: { color: look.soft, hideOverlap: true, formatter: (v: number) => asShort(v) },
      splitLine: { lineStyle: { color: look.line } },
    },
    yAxis: names,
    tooltip: {
      formatter: ([first]: { dataIndex: number }[]) => {
        const b = first && bars[first.dataIndex];
        return b ? `${b.label}\n${inFull(b, isCount)}` : "";
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
          formatter: ({ dataIndex }: { dataIndex: number }) =>
            isCount ? asCount(bars[dataIndex]?.value) : asCompact(bars[dataIndex]?.value),
        },
        data: valuesOf(bars, (b) => b.value, { color: look.faint }),
      },
    ],
  };
}
