import { lazy, Suspense } from "react";
import type { DrawingProps } from "./drawing";

/** What a chart's place is judged by before its width is known, so that little moves once it is drawn. */
const usualWidth = 640;

// On its way as soon as a page with charts is, and not only when the first figures are there to be drawn.
const drawing = import("./drawing");
const Drawing = lazy(() => drawing);

/** Keeps a chart's place until the chart library is there. */
export function Chart(props: Omit<DrawingProps, "place">) {
  const { height } = props;
  const place = typeof height === "function" ? height(usualWidth) : height;
  return (
    <Suspense fallback={<div className="skeleton" style={{ height: place }} />}>
      <Drawing {...props} place={place} />
    </Suspense>
  );
}
