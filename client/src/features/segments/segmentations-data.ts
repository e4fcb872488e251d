import type { Schemas } from "../../lib/api";

type Segmentation = Schemas["SegmentationStatus"];

/** The segmentation to show: the one that the address names, else the newest finished, else the newest. */
export const toShow = (newestFirst: Segmentation[], wanted: string | undefined): Segmentation | undefined =>
  wanted
    ? newestFirst.find((s) => s.segmentationId === wanted)
    : (newestFirst.find((s) => s.state === "done") ?? newestFirst[0]);

/** What the segments were told apart by, in the words of the stored model. */
export function featuresOf({ model }: Segmentation): string[] {
  if (typeof model !== "object" || model === null || !("features" in model)) return [];
  return Array.isArray(model.features) ? model.features.map(String) : [];
}
