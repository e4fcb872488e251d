import { BarChart, CustomChart, HeatmapChart, LineChart, ScatterChart } from "echarts/charts";
import {
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
} from "echarts/components";
import * as echarts from "echarts/core";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";
import { useCallback, useEffect, useRef } from "react";
import { type Look, useLook } from "./look";
import { type Mark, Marks } from "./marks";

echarts.use([
  BarChart,
  CustomChart,
  GridComponent,
  HeatmapChart,
  LabelLayout,
  LegendComponent,
  LineChart,
  MarkLineComponent,
  ScatterChart,
  SVGRenderer,
  TooltipComponent,
  VisualMapComponent,
]);

export type DrawingProps = {
  label: string;
  /** In pixels, or by the width that there is. */
  height: number | ((width: number) => number);
  option: (look: Look, width: number) => echarts.EChartsCoreOption & { tooltip?: object };
  /** The height that its place has before it is drawn. */
  place?: number;
  /** What can be chosen: the whole row or column of a category, each item of the first series, or what lies at a place. */
  hit: "x" | "y" | "item" | ((x: number, y: number, width: number) => number | undefined);
  /** The marks in the order of the first series; without them the chart is a picture alone. */
  marks?: readonly Mark[];
  onSelect?: (index: number) => void;
};

type Pointer = { offsetX: number; offsetY: number };

/** Draws an option in the page's look. Its marks are a list to the keyboard and to screen readers, which have the table too. */
export default function Drawing({ label, height, place, option, hit, marks, onSelect }: DrawingProps) {
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
      if (typeof height === "function") element.style.height = `${height(element.clientWidth)}px`;
      // A resize draws the old figures once more before the new ones.
      if (drawn.getWidth() !== element.clientWidth || drawn.getHeight() !== element.clientHeight)
        drawn.resize();
      const wanted = option(look, element.clientWidth);
      const base = common(look, getComputedStyle(element).fontFamily);
      drawn.setOption(
        { ...base, ...wanted, tooltip: { ...base.tooltip, ...wanted.tooltip } },
        { notMerge: true },
      );
      // So that paper, which is narrower, can shrink the drawing as a whole.
      element
        .querySelector("svg")
        ?.setAttribute("viewBox", `0 0 ${element.clientWidth} ${element.clientHeight}`);
    };
    let later = () => {};
    // It tells the size at once, and so draws the first time too.
    const resized = new ResizeObserver(() => {
      later();
      if (isInSight(element)) draw();
      else later = whenIdle(draw);
    });
    resized.observe(element);
    addEventListener("beforeprint", draw);
    return () => {
      later();
      resized.disconnect();
      removeEventListener("beforeprint", draw);
    };
  }, [look, option, height]);
  useEffect(() => {
    const drawn = chart.current;
    if (!drawn || !onSelect) return;
    if (hit === "item") {
      const click = (e: unknown) => {
        const { seriesIndex, dataIndex } = e as { seriesIndex?: number; dataIndex?: number };
        if (seriesIndex === 0 && dataIndex !== undefined) onSelect(dataIndex);
      };
      drawn.on("click", click);
      return () => {
        // React runs the clean-up of the first effect before this one's: a disposed chart has no listeners left.
        if (!drawn.isDisposed()) drawn.off("click", click);
      };
    }
    const at = (e: Pointer) =>
      typeof hit === "function"
        ? hit(e.offsetX, e.offsetY, drawn.getWidth())
        : categoryAt(drawn, hit, hit === "x" ? e.offsetX : e.offsetY);
    const click = (e: Pointer) => {
      const index = at(e);
      if (index !== undefined) onSelect(index);
    };
    const move = (e: Pointer) => {
      if (at(e) !== undefined) drawn.getZr().setCursorStyle("pointer");
    };
    const surface = drawn.getZr();
    surface.on("click", click);
    surface.on("mousemove", move);
    return () => {
      surface.off("click", click);
      surface.off("mousemove", move);
    };
  }, [hit, onSelect]);
  const stand = useCallback((index: number | undefined) => {
    chart.current?.dispatchAction(
      index === undefined ? { type: "hideTip" } : { type: "showTip", seriesIndex: 0, dataIndex: index },
    );
  }, []);
  const canChoose = onSelect !== undefined && marks !== undefined && marks.length > 0;
  const role = canChoose ? { "aria-hidden": true } : { role: "img", "aria-label": label };
  return (
    <div className="chart">
      {canChoose && <Marks label={label} marks={marks} onSelect={onSelect} onActive={stand} />}
      <div ref={box} data-picture {...role} style={{ height: place }} />
    </div>
  );
}

/** What is in sight is drawn at once, the rest when the browser has nothing else to do, so that a long page shows soon. */
const isInSight = (element: HTMLElement) => {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
};

/** Does something in an idle moment; gives the way to call it off. */
function whenIdle(work: () => void): () => void {
  // Safari knows no idle moments.
  if (!("requestIdleCallback" in globalThis)) {
    const timer = setTimeout(work, 50);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(work, { timeout: 1_000 });
  return () => cancelIdleCallback(handle);
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
