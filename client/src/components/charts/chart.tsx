import { BarChart, CustomChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";

echarts.use([
  BarChart,
  CustomChart,
  LineChart,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  CanvasRenderer,
]);

type Props = {
  label: string;
  height: number;
  option: echarts.EChartsCoreOption;
  onSelect?: (index: number) => void;
};

/** Draws an option in the page's theme; a picture to screen readers, which have the table. */
export default function Chart({ label, height, option, onSelect }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const select = useRef(onSelect);
  select.current = onSelect;
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const chart = echarts.init(element, dark.matches ? "dark" : undefined);
    chart.setOption({ backgroundColor: "transparent", animation: false, ...option });
    chart.on("click", (e) => select.current?.(e.dataIndex));
    const resize = new ResizeObserver(() => chart.resize());
    const theme = () => chart.setTheme(dark.matches ? "dark" : "default");
    resize.observe(element);
    dark.addEventListener("change", theme);
    return () => {
      resize.disconnect();
      dark.removeEventListener("change", theme);
      chart.dispose();
    };
  }, [option]);
  return <div ref={box} role="img" aria-label={label} style={{ height }} />;
}
