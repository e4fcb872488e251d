import { useCallback, useMemo } from "react";
import { asPercent, asPercentTick } from "../../lib/format";
import { isNarrow, labelAxis, legend, valuesOf } from "./category-bars";
import { Chart } from "./chart";
import { type Look, series } from "./look";

/** Two shares of one group, with what each is made of; without a share there is a gap. */
export type PairedBar = {
  key: string;
  label: string;
  values: readonly [number | null, number | null];
  parts: readonly [string, string];
  isChosen: boolean;
};

type Props = {
  label: string;
  /** What the first and the second bar of each pair are. */
  names: readonly [string, string];
  pairs: PairedBar[];
  onSelect: (key: string) => void;
};

const row = 38;
const head = 28;
const foot = 26;

/** Two distributions over the same groups, bar beside bar on one scale. */
export function PairedBars({ label, names, pairs, onSelect }: Props) {
  const option = useCallback((look: Look, width: number) => drawn(pairs, names, look, width), [pairs, names]);
  const select = useCallback((i: number) => pairs[i] && onSelect(pairs[i].key), [pairs, onSelect]);
  const marks = useMemo(
    () => pairs.map((p) => ({ key: p.key, text: read(p, names).join(", "), isChosen: p.isChosen })),
    [pairs, names],
  );
  return (
    <Chart
      label={label}
      height={head + pairs.length * row + foot}
      option={option}
      hit="y"
      marks={marks}
      onSelect={select}
    />
  );
}

const read = ({ label, values, parts }: PairedBar, names: Props["names"]) => [
  label,
  ...[0, 1].map((i) => `${names[i]}: ${asPercent(values[i])} (${parts[i]})`),
];

function drawn(pairs: PairedBar[], names: Props["names"], look: Look, width: number) {
  const labels = labelAxis(
    pairs.map((p) => p.label),
    width,
    look,
  );
  return {
    grid: { left: labels.axisLabel.width + 10, right: 52, top: head, bottom: foot, outerBoundsMode: "none" },
    legend: legend(look),
    xAxis: {
      type: "value",
      min: 0,
      splitNumber: isNarrow(width) ? 3 : 5,
      axisLabel: { color: look.soft, formatter: (v: number) => asPercentTick(v) },
      splitLine: { lineStyle: { color: look.line } },
    },
    yAxis: labels,
    tooltip: {
      formatter: ([first]: { dataIndex: number }[]) => {
        const p = first && pairs[first.dataIndex];
        return p ? read(p, names).join("\n") : "";
      },
    },
    series: [0, 1].map((i) => ({
      name: names[i],
      type: "bar",
      barWidth: 12,
      barGap: "20%",
      cursor: "pointer",
      // The second is the measure to compare with: an outline, apart from the first without its colour too.
      itemStyle:
        i === 0
          ? { color: series[0], borderRadius: [0, 2, 2, 0] }
          : { color: look.wash, borderColor: look.soft, borderWidth: 1, borderRadius: [0, 2, 2, 0] },
      label: {
        show: true,
        position: "right",
        color: i === 0 ? look.ink : look.soft,
        fontSize: 11,
        formatter: ({ dataIndex }: { dataIndex: number }) => asPercent(pairs[dataIndex]?.values[i]),
      },
      data:
        i === 0 ? valuesOf(pairs, (p) => p.values[0], { color: look.faint }) : pairs.map((p) => p.values[1]),
    })),
  };
}
