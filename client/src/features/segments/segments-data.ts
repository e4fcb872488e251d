import type { Group } from "../../components/breakdown-data";
import type { GroupedPoint } from "../../components/charts/grouped-points";
import type { Schemas } from "../../lib/api";
import { asNumber, asP } from "../../lib/format";

type Segment = Schemas["Segment"];

/** A segment's name with its number, since two may be alike in words. */
export const titleOf = ({ id, name }: Pick<Segment, "id" | "name">) => `${id}. ${name}`;

/** A segment's place among the signs: the same for as long as it keeps its number. */
export const signOf = ({ id }: Pick<Segment, "id">) => id - 1;

/** Segments as groups of loans, in the API's order. */
export const toGroups = (segments: Segment[], chosen: readonly string[] = []): Group[] =>
  segments.map((s) => ({
    key: String(s.id),
    label: titleOf(s),
    measures: s.measures,
    isChosen: chosen.includes(String(s.id)),
  }));

/** A column of the profile: a number's mean, or the share of a category's value. */
export type Trait = {
  id: string;
  under: string;
  head: string;
  feature: string;
  /** Null for a number. */
  value: string | null;
  /** The segments were made from it. */
  isUsed: boolean;
};

/** What the segments can be compared in: all numbers, and the values of each category, the frequent ones first. */
export const toTraits = (everyone: Schemas["FeatureProfile"][]): Trait[] =>
  everyone.flatMap(({ feature, label, kind, used, shares }): Trait[] =>
    kind === "number"
      ? [{ id: `profile-${feature}`, under: label, head: "mean", feature, value: null, isUsed: used }]
      : shares.map(({ value }) => ({
          id: `profile-${feature}=${value}`,
          under: label,
          head: value,
          feature,
          value,
          isUsed: used,
        })),
  );

/** A segment's figure of a trait, and its effect size. */
export function figureOf(segment: Segment, { feature, value }: Trait): { figure?: number; z?: number } {
  const profile = segment.profile.find((p) => p.feature === feature);
  const of = value === null ? profile : profile?.shares.find((s) => s.value === value);
  if (!of) return {};
  const figure = "share" in of ? of.share : (of as Schemas["FeatureProfile"]).mean;
  return { figure: figure ?? undefined, z: of.z ?? undefined };
}

/** How large an effect is, in words (Cohen 1988). */
export const strengthOf = (z: number | undefined): "none" | "some" | "clear" | "strong" => {
  const size = Math.abs(z ?? 0);
  return size >= 0.8 ? "strong" : size >= 0.5 ? "clear" : size >= 0.2 ? "some" : "none";
};

/** Members as points; where segments are chosen the others are faint. */
export const toPoints = (
  { points }: Schemas["SegmentScatter"],
  segments: Segment[],
  chosen: readonly string[],
  written: (value: number, axis: "x" | "y") => string,
): (GroupedPoint & { segment: number })[] =>
  points.map(({ segment, customerId, x, y }) => {
    const of = segments.find((s) => s.id === segment);
    return {
      key: customerId,
      x,
      y,
      group: signOf({ id: segment }),
      segment,
      text: `${customerId}, ${of ? titleOf(of) : segment}, ${written(x, "x")}, ${written(y, "y")}`,
      isFaint: chosen.length > 0 && !chosen.includes(String(segment)),
    };
  });

/** In what the segments differ though they were not made from it, in a sentence. */
export function differencesReading(differences: Schemas["FeatureDifference"][]): string {
  const tested = differences.filter((d) => d.differs !== null && d.differs !== undefined);
  if (tested.length === 0) return "The segments were made from all that is known of the customers.";
  const differ = tested.filter((d) => d.differs);
  if (differ.length === 0)
    return "In what they were not made from, the segments differ by no more than chance would give.";
  const names = differ.map((d) => d.label.toLowerCase()).join(", ");
  return `Beyond chance they also differ in ${names}, which they were not made from.`;
}

/** How an effect is written: eta squared is a share of variance, Cramér's V a strength. */
export const effectOf = ({ measure, effect }: Schemas["FeatureDifference"]): string =>
  effect == null ? "–" : `${measure === "etaSquared" ? "η²" : "V"} ${asNumber(effect)}`;

/** What is known of a difference beyond chance. */
export const testOf = ({ used, pValue }: Schemas["FeatureDifference"]): string =>
  used ? "made from it" : pValue == null ? "–" : asP(pValue);
