import type { Periods } from "../../components/charts/period-lines";
import type { Schemas } from "../../lib/api";
import { asCount, asDate, asMoment, asPercent } from "../../lib/format";
import { bucketWords } from "../../lib/words";

type Note = Schemas["WatchNoteItem"];
type List = Schemas["WatchList"];

/** How many customers the API lists at most. */
export const longest = 5000;
export const usualCapacity = 50;
/** How far the slider reaches: to all who could be listed, as long as it can be set with care. */
export const reachOf = (eligible: number | undefined, capacity: number): number =>
  Math.max(capacity, Math.min(500, Math.max(eligible ?? 0, usualCapacity)));

/** A capacity as it was typed; undefined where the API would refuse it. */
export const capacityOf = (typed: string | undefined): number | undefined => {
  const number = Number(typed);
  return typed !== undefined && Number.isInteger(number) && number >= 1 && number <= longest
    ? number
    : undefined;
};

/** How far a case is, in the order in which it goes on. */
export const statusWords: Record<Note["status"], string> = {
  open: "open",
  contacted: "contacted",
  promised: "promised to pay",
  arranged: "arranged",
  closed: "closed",
};
export const outcomeWords: Record<NonNullable<Note["outcome"]>, string> = {
  paid: "paid",
  restructured: "restructured",
  refused: "refused",
  unreachable: "unreachable",
  notNeeded: "not needed",
};

/** What is recorded of a loan, in a line. */
export function noteOf({ owner, status, note, outcome, changedAt }: Note): string {
  if (changedAt == null) return "Nothing is recorded yet.";
  const parts = [
    statusWords[status] + (owner == null ? "" : `, ${owner}`),
    outcome == null ? "" : `outcome: ${outcomeWords[outcome]}`,
    note ?? "",
  ];
  return `${parts.filter(Boolean).join("; ")} (${asMoment(changedAt)})`;
}

/** What a form holds: no field is ever unknown. */
export type Draft = { owner: string; status: Note["status"]; note: string; outcome: string };
export const draftOf = ({ owner, status, note, outcome }: Note): Draft => ({
  owner: owner ?? "",
  status,
  note: note ?? "",
  outcome: outcome ?? "",
});
/** What is sent: what is empty is unknown. */
export const toBody = ({ owner, status, note, outcome }: Draft): Schemas["NewWatchNote"] => ({
  owner: owner.trim() || null,
  status,
  note: note.trim() || null,
  outcome: (outcome || null) as Schemas["NewWatchNote"]["outcome"],
});

/** What the list is ordered by, in a sentence. */
export const rankingReading = ({ rankedBy }: List): string =>
  rankedBy === "expectedLossAvoided"
    ? "Most loss avoided first: chance of default × exposure × loss given default × how much contact helps."
    : "No model is published, so that the list rests on early warnings: most different warnings first, then what is owed.";

const bases: Record<Schemas["RiskAssumption"]["lossGivenDefaultBasis"], string> = {
  observed: "as observed of the defaults whose workout has ended",
  assumed: "assumed, as for unsecured loans under Basel’s foundation approach",
  given: "as asked for",
};
/** What the figures rest on, in a sentence. */
export const assumptionsReading = ({
  contactEffect,
  lossGivenDefault,
  lossGivenDefaultBasis,
  baseProbability,
}: Schemas["RiskAssumption"]): string =>
  `Assumed, not observed: contact avoids ${asPercent(contactEffect)} of the expected loss. Loss given default ${asPercent(lossGivenDefault)}, ${bases[lossGivenDefaultBasis]}. Loans without a score count with ${asPercent(baseProbability)}, the share of the book that defaulted.`;

/** What is seen of how late a loan is; nothing where nothing is known. */
export const latenessOf = ({ delinquencyBucket, daysPastDue }: Schemas["WatchLoan"]): string | undefined =>
  delinquencyBucket === "unknown"
    ? undefined
    : daysPastDue
      ? `${asCount(daysPastDue)} days past due`
      : bucketWords(delinquencyBucket);

/** How lists of this length did on past days, the earliest first. */
export function toBackTest(days: readonly Schemas["WatchBackTest"][]): Periods {
  const inTime = days.toSorted((a, b) => a.day.localeCompare(b.day));
  const line = (name: string, of: (d: Schemas["WatchBackTest"]) => number) => ({
    name,
    values: inTime.map(of),
    says: inTime.map((d) => `of ${asCount(d.listed)}`),
  });
  return {
    periods: inTime.map((d) => asDate(d.day)),
    lines: [
      line("this list", (d) => d.byExpectedLoss.numerator),
      line("chance of default alone", (d) => d.byProbability.numerator),
      line("days past due", (d) => d.byDaysPastDue.numerator),
      line("drawn by chance", (d) => d.byChance),
    ],
  };
}

/** How the list did on all past days together against the others, in a sentence. */
export function backTestReading(days: readonly Schemas["WatchBackTest"][]): string {
  const sum = (of: (d: Schemas["WatchBackTest"]) => number) => days.reduce((all, d) => all + of(d), 0);
  const [list, late, chance] = [
    sum((d) => d.byExpectedLoss.numerator),
    sum((d) => d.byDaysPastDue.numerator),
    sum((d) => d.byChance),
  ];
  const on = days.length === 1 ? "On the past day" : `On ${asCount(days.length)} past days together`;
  return `${on}, ${asCount(list)} of ${asCount(sum((d) => d.listed))} customers listed defaulted within six months; ${asCount(late)} by days past due, and ${asCount(Math.round(chance))} by chance.`;
}

type Profile = Schemas["SupportProfile"];
/** The filters of a profile; running loans are what it counts. */
export const filtersOf = ({ segment, delinquencyBucket, product }: Profile) => ({
  segment: [segment],
  delinquencyBucket: [delinquencyBucket],
  product: [product],
  status: ["active", "approved"],
});

/** A profile in words; what the book does not tell apart is not named. */
export function profileOf({ segment, segmentName, delinquencyBucket, product }: Profile): string {
  const parts = [
    segment === "unknown" ? "" : segmentName ? `${segment}. ${segmentName}` : `segment ${segment}`,
    delinquencyBucket === "unknown" ? "" : bucketWords(delinquencyBucket),
    product === "unknown" ? "" : product,
  ].filter(Boolean);
  return parts.join(", ") || "all, since the book tells none apart";
}
