import type { Curve } from "../../components/charts/rate-curves";
import type { RatioRow } from "../../components/charts/ratio-intervals";
import { trainingToShow } from "../../components/training-data";
import type { Schemas } from "../../lib/api";
import { asCount, asDate, asNumber, asPercent } from "../../lib/format";
import { inWords } from "../../lib/words";

type Model = Schemas["RiskModelStatus"];
type Card = Schemas["RiskModelCard"];
type Algorithm = Schemas["AlgorithmCard"]["algorithm"];

/** The algorithms, in the order in which they stand side by side. */
export const algorithmWords: Record<Algorithm, string> = {
  scorecard: "Scorecard",
  lightgbm: "Boosted trees",
};

export const toShow = (newestFirst: Model[], wanted: string | undefined): Model | undefined =>
  trainingToShow(newestFirst, wanted, (m) => m.modelId);

/** What a running one does, in words. */
export const phaseWords: Record<NonNullable<Model["phase"]>, string> = {
  waiting: "Waiting for another to end",
  reading: "Reading the loans",
  testing: "Testing on loans not learnt from",
  backTesting: "Testing the watch list on past days",
  training: "Learning from all that is known",
};

/** How a model stands, in words. */
export const stateOf = (m: Model): string =>
  m.isPublished ? "published" : m.publishedAt ? "published before" : m.state;

/** A feature's name as it is read: startMonth becomes start month, attribute:x becomes x. */
export const featureWords = (feature: string): string =>
  inWords(feature.replace("attribute:", "").replace(/([a-z])([A-Z])/g, "$1 $2")).toLowerCase();

/** An AUC with its interval. */
export const withInterval = (figure: Schemas["EstimateInterval"] | null | undefined): string =>
  figure ? `${three(figure.value)} (${three(figure.low)} to ${three(figure.high)})` : "–";
const three = (value: number) => asDigits.format(value).replace(/^-/, "\u2212");
const asDigits = new Intl.NumberFormat(undefined, { minimumFractionDigits: 3, maximumFractionDigits: 3 });

/** A figure of the card, for each algorithm. */
export type Figure = {
  key: keyof Schemas["ModelFigures"];
  name: string;
  by: Partial<Record<Algorithm, Schemas["EstimateInterval"] | null>>;
};

const figureWords: [Figure["key"], string][] = [
  ["auc", "AUC"],
  ["gini", "Gini"],
  ["ks", "KS"],
  ["brier", "Brier score"],
  ["brierSkill", "Brier skill"],
  ["logLoss", "Log loss"],
];
/** The figures as rows, the algorithms beside each other. */
export const toFigures = ({ algorithms }: Card): Figure[] =>
  figureWords.map(([key, name]) => ({
    key,
    name,
    by: Object.fromEntries(algorithms.map((a) => [a.algorithm, a.figures[key]])),
  }));

/** Whether the model tells bad from good, in a sentence. */
export function figuresReading({ algorithms, population: { tested } }: Card): string {
  const better = algorithms
    .filter((a) => a.isPublishable)
    .map((a) => algorithmWords[a.algorithm].toLowerCase());
  const on = `on ${asCount(tested.rows)} loans not learnt from, of which ${asCount(tested.defaults)} defaulted`;
  if (better.length === 0)
    return `${algorithms.length === 1 ? "It does not tell" : "Neither tells"} bad from good better than chance ${on}: the interval of AUC does not lie above 0.5.`;
  const all = better.length === algorithms.length;
  const who = all ? (better.length === 1 ? "It tells" : "Both tell") : `Only the ${better[0]} tells`;
  return `${who} bad from good better than chance ${on}: the interval of AUC lies above 0.5.`;
}

/** A sample of rows in words: how many loans of how many customers, when, and how many defaulted. */
export function sampleOf({ rows, customers, defaults, from, to }: Schemas["RiskSample"]): string {
  const days =
    from == null
      ? ""
      : from === to
        ? `, as on ${asDate(from)}`
        : `, as from ${asDate(from)} to ${asDate(to)}`;
  return `${asCount(rows)} loans of ${asCount(customers)} customers${days}; ${asCount(defaults)} defaulted`;
}

/** What of the loans was caught, by what of the others was disturbed. */
export const toRoc = ({ algorithms }: Card): Curve[] =>
  algorithms.map((a) => ({
    name: algorithmWords[a.algorithm],
    points: a.roc.map((p) => ({
      x: p.falsePositiveRate,
      y: p.truePositiveRate,
      says: p.threshold == null ? undefined : `at a chance of ${asPercent(p.threshold)} or more`,
    })),
  }));

/** A tenth of the loans, riskiest first, by algorithm. */
export type GainRow = { algorithm: Algorithm; loans: number } & Schemas["GainsPart"];

export const toGains = ({ algorithms }: Card): GainRow[] =>
  algorithms.flatMap((a) =>
    a.gains.map((g) => ({ ...g, algorithm: a.algorithm, loans: a.gains.at(-1)?.cumulativeCount ?? 0 })),
  );

/** What of all defaults lies among the riskiest loans. */
export const toGainCurves = ({ algorithms }: Card): Curve[] =>
  algorithms.map((a) => {
    const all = a.gains.at(-1)?.cumulativeCount ?? 1;
    return {
      name: algorithmWords[a.algorithm],
      points: [
        { x: 0, y: 0 },
        ...a.gains.map((g) => ({
          x: g.cumulativeCount / all,
          y: g.gain,
          says: `${asCount(g.cumulativeBad)} defaults among ${asCount(g.cumulativeCount)} loans, ${asNumber(g.cumulativeLift)} times as many as by chance`,
        })),
      ],
    };
  });

/** Chances and what was observed, with intervals; and how far the scales reach. */
export function toCalibration({ algorithms }: Card): { curves: Curve[]; end: number } {
  const curves = algorithms.map((a) => ({
    name: algorithmWords[a.algorithm],
    points: a.calibration.bins
      .filter((b) => b.observed.rate != null)
      .map((b) => ({
        x: b.meanPd,
        y: b.observed.rate ?? 0,
        low: b.observed.low ?? 0,
        high: b.observed.high ?? 0,
        says: `${asCount(b.observed.numerator)} of ${asCount(b.observed.denominator)} loans`,
      })),
  }));
  const most = Math.max(0.1, ...curves.flatMap((c) => c.points.flatMap((p) => [p.x, p.high])));
  return { curves, end: Math.min(1, Math.ceil(most * 10) / 10) };
}

/** How well the chances come true, in a sentence for each algorithm. */
export const calibrationReading = ({ algorithms }: Card): string =>
  algorithms
    .map(({ algorithm, calibration: { bins, expectedError, slope } }) => {
      const inside = bins.filter((b) => b.inside).length;
      const spread = slope == null ? "" : `; slope ${asNumber(slope)} where 1 is right`;
      return `${algorithmWords[algorithm]}: ${inside} of ${bins.length} tenths come true within their interval, off by ${asPercent(expectedError)} on average${spread}.`;
    })
    .join(" ");

const bandWords = { stable: "stable", moderate: "a moderate change", significant: "a significant change" };
/** A stability index in words. */
export const stabilityOf = (index: Schemas["StabilityFigure"] | null | undefined): string =>
  index ? `${asNumber(index.value)}, ${bandWords[index.band]}` : "–";

/** How far the scores have moved, in a sentence. */
export const stabilityReading = ({ stability }: Card): string =>
  stability
    .map(
      (s) =>
        `${algorithmWords[s.algorithm]}: the scores of ${asCount(s.loans)} running loans (version ${s.dataVersion}) against those learnt from, ${stabilityOf(s.scores)}.`,
    )
    .join(" ");

type Group = Schemas["FairnessGroup"];
export const decisions: Record<Group["decision"], string> = {
  score: "taken for safe by the score",
  watchList: "named by the watch list then",
  watchListToday: "named by it today",
};
const byWords: Record<Group["by"], string> = { gender: "Gender", ageBand: "Age" };

/** A group's name: its value, said with what it is a value of where that is a number. */
export const groupOf = ({ by, group }: Group): string => `${byWords[by]} ${inWords(group)}`;

/** Impact ratios as points with intervals; those below four fifths are full. */
export const toImpact = (groups: readonly Group[]): RatioRow[] =>
  groups.map((g) => ({
    key: `${g.by} ${g.group}`,
    label: groupOf(g) + (g.isReference ? " (highest)" : g.isThin ? " (thin)" : ""),
    value: g.impactRatio ?? null,
    low: g.impactLow ?? null,
    high: g.impactHigh ?? null,
    isStrong: g.isBelowFourFifths,
  }));

/** Which groups lie below the four-fifths line, in a sentence. */
export function fairnessReading(groups: readonly Group[]): string {
  const below = groups.filter((g) => g.isBelowFourFifths);
  const line = "The four-fifths line is an indicator, and no finding of law.";
  if (below.length === 0)
    return `No group is selected less than four fifths as often as the one most often selected. ${line}`;
  const names = below.map((g) => `${groupOf(g).toLowerCase()}${g.isThin ? " (thin)" : ""}`).join(", ");
  return `Selected less than four fifths as often as the group most often selected: ${names}. ${line}`;
}
