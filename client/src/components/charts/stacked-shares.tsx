import { useCallback, useMemo } from "react";
import { asPercentTick } from "../../lib/format";
import { isNarrow, labelAxis, legend, valuesOf } from "./category-bars";
import { Chart } from "./chart";
import { inkOn, type Look, series } from "./look";

/** A whole and its parts' shares, null where there is no whole. `text`: all that the bar says. */
export type SharedBar = {
  key: string;
  label: string;
  values: readonly (number | null)[];
  text: string;
  isChosen?: boolean;
};

type Props = {
  label: string;
  parts: readonly string[];
  bars: SharedBar[];
  onSelect?: (key: string) => void;
};

const row = 28;
const head = 32;
const foot = 26;
const colours = [series[2], series[0], series[1], series[3]];
/** A part narrower than this has no room for its figure, which the table has. */
const narrowest = { wide: 0.06, narrow: 0.16 };

/** Shares of a whole, end to end, a bar for each group. */
export function StackedShares({ label, parts, bars, onSelect }: Props) {
  const option = useCallback((look: Look, width: number) => drawn(bars, parts, look, width), [bars, parts]);
  const select = useCallback((i: number) => bars[i] && onSelect?.(bars[i].key), [bars, onSelect]);
  const marks = useMemo(
    () => bars.map(({ key, text, isChosen = false }) => ({ key, text, isChosen })),
    [bars],
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

function drawn(bars: SharedBar[], parts: readonly string[], look: Look, width: number) {
  const labels = labelAxis(
    bars.map((b) => b.label),
    width,
    look,
  );
  const least = isNarrow(width) ? narrowest.narrow : narrowest.wide;
  return {
    grid: { left: labels.axisLabel.width + 10, right: 20, top: head, bottom: foot, outerBoundsMode: "none" },
    legend: legend(look),
    xAxis: {
      type: "value",
      min: 0,
      max: 1,
      splitNumber: isNarrow(width) ? 2 : 4,
      axisLabel: { color: look.soft, formatter: (v: number) => asPercentTick(v) },
      splitLine: { lineStyle: { color: look.line } },
    },
    yAxis: labels,
    tooltip: {
      formatter: ([first]: { dataIndex: number }[]) =>
        first ? (bars[first.dataIndex]?.text ?? "").split(", ").join("\n") : "",
    },
    series: parts.map((name, i) => ({
      name,
      type: "bar",
      stack: "all",
      cursor: "pointer",
      barWidth: 18,
      itemStyle: { color: colours[i % colours.length], borderColor: look.card, borderWidth: 1 },
      label: {
        show: true,
        fontSize: 11,
        color: inkOn([colours[i % colours.length] ?? look.ink, colours[i % colours.length] ?? look.ink], 0),
        formatter: ({ dataIndex }: { dataIndex: number }) => {
          const share = bars[dataIndex]?.values[i];
          return share != null && share >= least ? asPercentTick(share) : "";
        },
      },
      data: valuesOf(bars, (b) => b.values[i] ?? null, { opacity: 0.35 }),
    })),
  };
}
