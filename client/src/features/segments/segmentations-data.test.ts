import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import { featuresOf, toShow } from "./segmentations-data";

const made = (segmentationId: string, state: string, model: unknown = null) =>
  ({ segmentationId, state, model }) as Schemas["SegmentationStatus"];

test("without a wish the newest finished segmentation is shown, not the one that failed after it", () => {
  const all = [made("c", "failed"), made("b", "done"), made("a", "done")];
  expect(toShow(all, undefined)?.segmentationId).toBe("b");
});

test("a first segmentation that still runs, or was cancelled, is shown as that", () => {
  expect(toShow([made("a", "running")], undefined)?.state).toBe("running");
  expect(toShow([made("b", "cancelled"), made("a", "failed")], undefined)?.state).toBe("cancelled");
  expect(toShow([], undefined)).toBeUndefined();
});

test("the address names an earlier one; a name that is not there shows none, never another one's figures", () => {
  const all = [made("b", "done"), made("a", "done")];
  expect(toShow(all, "a")?.segmentationId).toBe("a");
  expect(toShow(all, "z")).toBeUndefined();
});

test("features are read from the stored model where it has them", () => {
  expect(featuresOf(made("a", "done", { features: ["z(age)", "z(annualIncome)"] }))).toEqual([
    "z(age)",
    "z(annualIncome)",
  ]);
  expect(featuresOf(made("a", "running"))).toEqual([]);
});
