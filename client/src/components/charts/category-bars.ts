import type { Look } from "./look";

/** What charts of bars by category share: how wide labels are, their axis, the legend, and how a choice stands out. */

/** The longest text, in letters. */
export const longest = (texts: readonly string[]) => Math.max(0, ...texts.map((t) => t.length));

/** Whether the chart stands on a phone, or in as little room. */
export const isNarrow = (width: number) => width < 480;

/** Room for the labels, at most a good third of the chart. */
export const labelWidthOf = (labels: readonly string[], width: number) =>
  Math.min(width * (isNarrow(width) ? 0.36 : 0.4), longest(labels) * 7.5 + 6);

/** The labels from top to bottom, cut where they have no room. */
export const labelAxis = (labels: readonly string[], width: number, look: Look) => ({
  type: "category",
  inverse: true,
  axisTick: { show: false },
  axisLine: { show: false },
  data: labels,
  axisLabel: {
    color: look.ink,
    width: labelWidthOf(labels, width),
    overflow: "truncate",
    interval: 0,
  },
});

/** The names of the series above the bars. */
export const legend = (look: Look) => ({
  top: 0,
  left: 0,
  itemWidth: 12,
  itemHeight: 12,
  itemGap: 18,
  selectedMode: false,
  textStyle: { color: look.ink },
});

/** The bars' values; where some are chosen, the others are faint. */
export function valuesOf<Bar extends { isChosen?: boolean }>(
  bars: readonly Bar[],
  value: (bar: Bar) => number | null,
  faint: object,
) {
  const isChoice = bars.some((b) => b.isChosen);
  return bars.map((b) => (isChoice && !b.isChosen ? { value: value(b), itemStyle: faint } : value(b)));
}
