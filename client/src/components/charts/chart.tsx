import { lazy, Suspense } from "react";
import type { DrawingProps } from "./drawing";

const Drawing = lazy(() => import("./drawing"));

/** Keeps a chart's place until the chart library is there. */
export function Chart(props: DrawingProps) {
  return (
    <Suspense fallback={<div className="skeleton" style={{ height: props.height }} />}>
      <Drawing {...props} />
    </Suspense>
  );
}
