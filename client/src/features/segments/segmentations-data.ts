import { trainingToShow } from "../../components/training-data";
import type { Schemas } from "../../lib/api";
import { asCount, asNumber } from "../../lib/format";

type Segmentation = Schemas["SegmentationStatus"];

export const toShow = (newestFirst: Segmentation[], wanted: string | undefined): Segmentation | undefined =>
  trainingToShow(newestFirst, wanted, (s) => s.segmentationId);

/** A newer finished segmentation that waits to be published. */
export const waitingFor = (newestFirst: Segmentation[], shown: Segmentation): Segmentation | undefined => {
  const newest = newestFirst.find((s) => s.state === "done");
  return newest && newest !== shown && !newest.publishedAt ? newest : undefined;
};

/** What a running one does, in words. */
export const phaseWords: Record<NonNullable<Segmentation["phase"]>, string> = {
  waiting: "Waiting for another to end",
  choosing: "Trying each number of segments",
  training: "Placing all customers",
  describing: "Describing the segments",
};

const featureWords: Record<string, string> = {
  age: "age",
  income: "income",
  employment: "employment",
  gender: "gender",
  tenure: "years since the first loan",
  loans: "number of loans",
  region: "region",
};

/** What the segments were told apart by, in words. */
export const featuresOf = ({ features, log, categories }: Segmentation): string => {
  const names = features.map((f) => {
    const name = featureWords[f] ?? f.replace("attribute:", "");
    return log.includes(f) ? `${name} (logarithm)` : name;
  });
  return names.join(", ") + (categories === "unscaled" ? "; categories as 0 and 1" : "");
};

const bands = { stable: "stable", moderate: "a moderate change", significant: "a significant change" };

/** What a retraining changed, in a sentence. */
export function driftReading({ sizePsi, sizeBand, moves, compared }: Schemas["SegmentationDrift"]): string {
  if (compared.length === 0)
    return "The published segments have no feature in common with these: none could be matched.";
  const both = moves.filter((m) => m.from != null && m.to != null);
  const moved = both.filter((m) => m.from !== m.to).reduce((sum, m) => sum + m.customers, 0);
  const all = both.reduce((sum, m) => sum + m.customers, 0);
  const sizes =
    sizePsi == null || !sizeBand
      ? ""
      : ` The sizes: ${bands[sizeBand]} (stability index ${asNumber(sizePsi)}).`;
  return `${asCount(moved)} of ${asCount(all)} customers who are in both changed their segment.${sizes}`;
}
