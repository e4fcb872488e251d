import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import {
  calibrationReading,
  fairnessReading,
  featureWords,
  figuresReading,
  sampleOf,
  stabilityOf,
  stateOf,
  toCalibration,
  toFigures,
  toGainCurves,
  toImpact,
  toRoc,
  toShow,
  withInterval,
} from "./models-data";

type Card = Schemas["RiskModelCard"];
const model = (modelId: string, more: object = {}) =>
  ({ modelId, state: "done", isPublished: false, ...more }) as Schemas["RiskModelStatus"];
const estimate = (value: number, low: number, high: number) => ({ value, low, high, standardError: 0.01 });
const bin = (meanPd: number, numerator: number, low: number, high: number, inside: boolean) => ({
  low: meanPd - 0.01,
  high: meanPd + 0.01,
  meanPd,
  inside,
  observed: { numerator, denominator: 50, rate: numerator / 50, low, high },
});
const algorithm = (name: string, isPublishable: boolean) => ({
  algorithm: name,
  isPublishable,
  figures: { auc: estimate(0.7, 0.65, 0.75), gini: estimate(0.4, 0.3, 0.5) },
  calibration: {
    bins: [bin(0.05, 2, 0.011, 0.135, true), bin(0.3, 21, 0.29, 0.56, true), bin(0.2, 4, 0.03, 0.19, false)],
    expectedError: 0.075,
    slope: 0.8,
  },
  roc: [
    { threshold: null, falsePositiveRate: 0, truePositiveRate: 0 },
    { threshold: 0.4, falsePositiveRate: 0.1, truePositiveRate: 0.5 },
  ],
  gains: [
    { part: 1, cumulativeCount: 25, cumulativeBad: 6, gain: 0.6, cumulativeLift: 2.4 },
    { part: 2, cumulativeCount: 100, cumulativeBad: 10, gain: 1, cumulativeLift: 1 },
  ],
});
const card = (...algorithms: object[]) =>
  ({ algorithms, population: { tested: { rows: 497, defaults: 99 } } }) as unknown as Card;

test("the model shown is the one asked for, else the published, else the newest done, else the newest", () => {
  const running = model("a", { state: "running" });
  const done = model("b");
  const published = model("c", { isPublished: true });
  expect(toShow([running, done, published], "b")).toBe(done);
  expect(toShow([running, done, published], "x")).toBeUndefined();
  expect(toShow([running, done, published], undefined)).toBe(published);
  expect(toShow([running, done], undefined)).toBe(done);
  expect(toShow([running], undefined)).toBe(running);
  expect(toShow([], undefined)).toBeUndefined();
});

test("a model's state tells published from published before", () => {
  expect(stateOf(model("a", { isPublished: true }))).toBe("published");
  expect(stateOf(model("a", { publishedAt: "2026-01-01T00:00:00Z" }))).toBe("published before");
  expect(stateOf(model("a", { state: "failed" }))).toBe("failed");
});

test("features and estimates are written to be read", () => {
  expect(featureWords("instalmentsToIncome")).toBe("instalments to income");
  expect(featureWords("attribute:ext_source_2")).toBe("ext source 2");
  expect(withInterval(estimate(0.5834, 0.5204, 0.6472))).toBe("0.583 (0.520 to 0.647)");
  expect(withInterval(estimate(-0.008, -0.0697, 0.0474))).toBe("−0.008 (−0.070 to 0.047)");
  expect(withInterval(null)).toBe("–");
});

test("the figures stand side by side, and the reading says which algorithm is better than chance", () => {
  const both = card(algorithm("scorecard", true), algorithm("lightgbm", false));
  expect(toFigures(both)[0]).toEqual({
    key: "auc",
    name: "AUC",
    by: { scorecard: estimate(0.7, 0.65, 0.75), lightgbm: estimate(0.7, 0.65, 0.75) },
  });
  expect(toFigures(both).map((f) => f.key)).toEqual(["auc", "gini", "ks", "brier", "brierSkill", "logLoss"]);
  expect(figuresReading(both)).toMatch(/^Only the scorecard tells .* 497 loans .* 99 defaulted/);
  expect(figuresReading(card(algorithm("scorecard", true)))).toMatch(/^It tells/);
  expect(figuresReading(card(algorithm("a", false), algorithm("b", false)))).toMatch(
    /^Neither .* not lie above 0\.5/,
  );
  expect(figuresReading(card(algorithm("a", false)))).toMatch(/^It does not tell/);
});

test("a sample names its days where it has any", () => {
  const of = (from: string | null, to: string | null) =>
    sampleOf({ rows: 1200, customers: 1000, defaults: 60, from, to } as Schemas["RiskSample"]);
  expect(of(null, null)).toBe("1,200 loans of 1,000 customers; 60 defaulted");
  expect(of("2024-03-31", "2024-03-31")).toMatch(/, as on Mar 31, 2024; /);
  expect(of("2023-03-31", "2024-03-31")).toMatch(/, as from Mar 31, 2023 to Mar 31, 2024; /);
});

test("curves: what is caught by what is disturbed, and what the riskiest hold", () => {
  const of = card(algorithm("scorecard", true));
  expect(toRoc(of)[0]?.points[1]).toEqual({ x: 0.1, y: 0.5, says: "at a chance of 40.0% or more" });
  expect(toRoc(of)[0]?.points[0]?.says).toBeUndefined();
  expect(toGainCurves(of)[0]?.points.map((p) => [p.x, p.y])).toEqual([
    [0, 0],
    [0.25, 0.6],
    [1, 1],
  ]);
});

test("calibration reaches to a tenth above the highest interval, and says how many tenths come true", () => {
  const of = card(algorithm("lightgbm", true));
  const { curves, end } = toCalibration(of);
  expect(end).toBe(0.6);
  expect(curves[0]?.points[0]).toEqual({ x: 0.05, y: 0.04, low: 0.011, high: 0.135, says: "2 of 50 loans" });
  expect(calibrationReading(of)).toBe(
    "Boosted trees: 2 of 3 tenths come true within their interval, off by 7.5% on average; slope 0.80 where 1 is right.",
  );
});

test("a stability index has its band in words", () => {
  expect(stabilityOf({ value: 0.267, band: "significant" })).toBe("0.27, a significant change");
  expect(stabilityOf(null)).toBe("–");
});

test("the four-fifths line is called an indicator, whoever lies below it", () => {
  const group = (by: string, name: string, more: object = {}) =>
    ({ by, group: name, impactRatio: 0.9, ...more }) as Schemas["FairnessGroup"];
  const groups = [
    group("gender", "female", { isReference: true, impactRatio: 1 }),
    group("ageBand", "18-24", { isBelowFourFifths: true, isThin: true, impactRatio: 0.7, impactLow: 0.4 }),
  ];
  expect(toImpact(groups).map((r) => [r.label, r.value, r.low, r.isStrong ?? false])).toEqual([
    ["Gender female (highest)", 1, null, false],
    ["Age 18-24 (thin)", 0.7, 0.4, true],
  ]);
  expect(fairnessReading(groups)).toMatch(
    /: age 18-24 \(thin\)\. The four-fifths line is an indicator, and no finding/,
  );
  expect(fairnessReading(groups.slice(0, 1))).toMatch(/^No group .* indicator/);
});
