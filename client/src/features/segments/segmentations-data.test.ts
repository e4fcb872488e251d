import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import { driftReading, featuresOf, toShow, waitingFor } from "./segmentations-data";

const made = (segmentationId: string, state: string, more: object = {}) =>
  ({
    segmentationId,
    state,
    features: ["age"],
    log: [],
    categories: "balanced",
    ...more,
  }) as unknown as Schemas["SegmentationStatus"];

test("without a wish the published segmentation is shown, else the newest finished, not the one that failed after it", () => {
  const all = [made("c", "failed"), made("b", "done"), made("a", "done")];
  expect(toShow(all, undefined)?.segmentationId).toBe("b");
  expect(
    toShow([...all.slice(0, 2), made("a", "done", { isPublished: true })], undefined)?.segmentationId,
  ).toBe("a");
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

test("a newer one waits to be published until it is, and not beside itself", () => {
  const shown = made("a", "done", { isPublished: true, publishedAt: "2026-01-01T00:00:00Z" });
  const newer = made("b", "done");
  expect(waitingFor([newer, shown], shown)).toBe(newer);
  expect(waitingFor([newer, shown], newer)).toBeUndefined();
  expect(waitingFor([made("c", "running"), shown], shown)).toBeUndefined();
});

test("features are told in words, the lender's own by their name", () => {
  expect(
    featuresOf(
      made("a", "done", { features: ["income", "attribute:score"], log: ["income"], categories: "unscaled" }),
    ),
  ).toBe("income (logarithm), score; categories as 0 and 1");
});

test("drift is read from those who are in both", () => {
  const drift = {
    compared: ["age"],
    sizePsi: 0.2747,
    sizeBand: "significant",
    moves: [
      { from: 1, to: 1, customers: 8 },
      { from: 1, to: 2, customers: 2 },
      { from: null, to: 2, customers: 5 },
    ],
  } as unknown as Schemas["SegmentationDrift"];
  expect(driftReading(drift)).toBe(
    "2 of 10 customers who are in both changed their segment. The sizes: a significant change (stability index 0.27).",
  );
  expect(driftReading({ ...drift, compared: [] })).toMatch(/no feature in common/);
});
