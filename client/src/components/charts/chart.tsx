import { lazy, Suspense } from "react";
import type { DrawingProps } from "./drawing";

// On its way as soon as a page with charts is, and not only when the first figures are there to be drawn.
const drawing = import("./drawing");
const Drawing = lazy(() => drawing);

/** Keeps a chart's place until the chart library is there. */
export function Chart(props: DrawingProps) {
  return (
    <Suspense
      fallback={
        <div
          className="skeleton"
          style={{ height: typeof props.height === "function" ? undefined : props.height }}
        />
      }
    >
      <Drawing {...props} />
    </Suspense>
  );
}
