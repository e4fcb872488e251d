import { BarChart, CustomChart } from "echarts/charts";
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import { type Look, useLook } from "./look";

echarts.use([
  BarChart,
  CustomChart,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  SVGRenderer,
]);

export type DrawingProps = {
  label: string;
  height: number;
  option: (look: Look, width: number) => echarts.EChartsCoreOption & { tooltip?: object };
  /** The axis whose categories can be chosen, and what to do with the one clicked. */
  categories: "x" | "y";
  onSelect?: (index: number) => void;
};

/** Draws an option in the page's look; a picture to screen readers, which have the table. */
export default function Drawing({ label, height, option, categories, onSelect }: DrawingProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<echarts.ECharts>(null);
  const look = useLook();
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const drawn = echarts.init(element, undefined, { renderer: "svg" });
    chart.current = drawn;
    return () => drawn.dispose();
  }, []);
  useEffect(() => {
    const [element, drawn] = [box.current, chart.current];
    if (!element || !drawn) return;
    const draw = () => {
      drawn.resize();
      const wanted = option(look, element.clientWidth);
      const base = common(look, getComputedStyle(element).fontFamily);
      drawn.setOption(
        { ...base, ...wanted, tooltip: { ...base.tooltip, ...wanted.tooltip } },
        { notMerge: true },
      );
    };
    const resized = new ResizeObserver(draw);
    resized.observe(element);
    draw();
    return () => resized.disconnect();
  }, [look, option]);
  useEffect(() => {
    const drawn = chart.current;
    if (!drawn || !onSelect) return;
    const at = (e: { offsetX: number; offsetY: number }) =>
      categoryAt(drawn, categories, categories === "x" ? e.offsetX : e.offsetY);
    const click = (e: { offsetX: number; offsetY: number }) => {
      const index = at(e);
      if (index !== undefined) onSelect(index);
    };
    const move = (e: { offsetX: number; offsetY: number }) => {
      if (at(e) !== undefined) drawn.getZr().setCursorStyle("pointer");
    };
    const surface = drawn.getZr();
    surface.on("click", click);
    surface.on("mousemove", move);
    return () => {
      surface.off("click", click);
      surface.off("mousemove", move);
    };
  }, [categories, onSelect]);
  return <div ref={box} role="img" aria-label={label} style={{ height }} />;
}

// The whole row or column takes the click, its label too: a bar of length 0 could not be hit otherwise.
function categoryAt(chart: echarts.ECharts, axis: "x" | "y", pixel: number): number | undefined {
  const finder = axis === "x" ? { xAxisIndex: 0 } : { yAxisIndex: 0 };
  const index = Math.round(Number(chart.convertFromPixel(finder, pixel)));
  if (!Number.isFinite(index) || index < 0) return undefined;
  const [here, next] = [chart.convertToPixel(finder, index), chart.convertToPixel(finder, index + 1)];
  const half = Number.isFinite(next) && next !== here ? Math.abs(next - here) / 2 : 20;
  return Math.abs(here - pixel) <= half ? index : undefined;
}

const common = (look: Look, fontFamily: string) => ({
  animation: false,
  backgroundColor: "transparent",
  // By name: the library measures texts with it, and takes "inherit" for a font that it does not know.
  textStyle: { fontFamily, color: look.soft },
  tooltip: {
    trigger: "axis",
    axisPointer: { type: "shadow", shadowStyle: { color: look.wash } },
    // Text, never markup: labels are the bank's own words.
    renderMode: "richText",
    confine: true,
    backgroundColor: look.card,
    borderColor: look.line,
    textStyle: { color: look.ink, fontSize: 12 },
  },
});
