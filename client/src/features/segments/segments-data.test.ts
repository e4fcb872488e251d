import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import {
  differencesReading,
  effectOf,
  figureOf,
  strengthOf,
  testOf,
  toGroups,
  toPoints,
  toTraits,
} from "./segments-data";

const segment = (id: number, name: string, profile: unknown[] = []) =>
  ({ id, name, profile, measures: {} }) as unknown as Schemas["Segment"];
const number = (feature: string, mean: number | null, z: number | null, used = true) =>
  ({ feature, label: feature, kind: "number", used, mean, z, shares: [] }) as unknown;
const category = (feature: string, shares: [string, number, number | null][], used = true) =>
  ({
    feature,
    label: feature,
    kind: "category",
    used,
    shares: shares.map(([value, share, z]) => ({ value, share, z })),
  }) as unknown;

test("two segments of the same name stay apart by their number, and those of a filter are chosen", () => {
  expect(
    toGroups([segment(1, "average"), segment(7, "average")], ["7"]).map((g) => [g.key, g.label, g.isChosen]),
  ).toEqual([
    ["1", "1. average", false],
    ["7", "7. average", true],
  ]);
});

test("a profile has a column for each number and for each value of a category", () => {
  const everyone = [
    number("age", 40, 0),
    category("employment", [
      ["Employed", 0.6, 0],
      ["Retired", 0.4, 0],
    ]),
    number("tenure", 3, 0, false),
  ] as Schemas["FeatureProfile"][];
  expect(toTraits(everyone).map((t) => [t.id, t.under, t.head, t.isUsed])).toEqual([
    ["profile-age", "age", "mean", true],
    ["profile-employment=Employed", "employment", "Employed", true],
    ["profile-employment=Retired", "employment", "Retired", true],
    ["profile-tenure", "tenure", "mean", false],
  ]);
});

test("a segment's figure is a mean or a share, each with its effect size, and unknown where it has none", () => {
  const of = segment(1, "young", [number("age", 22, -1.5), category("gender", [["male", 0.25, null]])]);
  const [age, male, tenure] = toTraits([
    number("age", 0, 0),
    category("gender", [["male", 0, 0]]),
    number("tenure", 0, 0),
  ] as Schemas["FeatureProfile"][]);
  expect(age && figureOf(of, age)).toEqual({ figure: 22, z: -1.5 });
  expect(male && figureOf(of, male)).toEqual({ figure: 0.25, z: undefined });
  expect(tenure && figureOf(of, tenure)).toEqual({});
});

test("effects are read as Cohen's, whatever their sign", () => {
  expect([undefined, 0.1, -0.2, 0.5, -0.8].map(strengthOf)).toEqual([
    "none",
    "none",
    "some",
    "clear",
    "strong",
  ]);
});

test("members are points in their segment's sign; beside a chosen segment the others are faint", () => {
  const scatter = {
    points: [
      { segment: 1, customerId: "A", x: 20, y: 1 },
      { segment: 3, customerId: "B", x: 60, y: 2 },
    ],
  } as Schemas["SegmentScatter"];
  expect(
    toPoints(scatter, [segment(1, "young"), segment(3, "old")], ["3"], (v) => `${v}`).map((p) => [
      p.group,
      p.text,
      p.isFaint,
    ]),
  ).toEqual([
    [0, "A, 1. young, 20, 1", true],
    [2, "B, 3. old, 60, 2", false],
  ]);
});

test("only what the segments were not made from is said to differ or not", () => {
  const of = (label: string, used: boolean, differs: boolean | null) =>
    ({
      label,
      used,
      differs,
      measure: "etaSquared",
      effect: 0.5,
      pValue: 0.01,
    }) as Schemas["FeatureDifference"];
  expect(differencesReading([of("Age", true, null)])).toMatch(/all that is known/);
  expect(differencesReading([of("Age", true, null), of("Gender", false, false)])).toMatch(
    /no more than chance/,
  );
  expect(differencesReading([of("Gender", false, true)])).toBe(
    "Beyond chance they also differ in gender, which they were not made from.",
  );
  expect([
    effectOf(of("Age", true, null)),
    testOf(of("Age", true, null)),
    testOf(of("Gender", false, true)),
  ]).toEqual(["η² 0.50", "made from it", "p = 0.010"]);
});
