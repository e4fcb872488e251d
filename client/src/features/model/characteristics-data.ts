import type { RatioRow } from "../../components/charts/ratio-intervals";
import type { Schemas } from "../../lib/api";
import { nameOf } from "../../lib/dimensions";
import { asCount, asNumber, asP, asPercent } from "../../lib/format";
import type { Outcome } from "../../lib/risk";
import { countsLoans, type Definition, inWords, type LoanDefinition } from "../../lib/words";

type Characteristic = Schemas["Characteristic"];
type Term = Schemas["RegressionTerm"];

/** Who can be compared: loans, since money has no outcome of its own. */
export const comparable = (definition: Definition): LoanDefinition =>
  countsLoans(definition) ? definition : "resolved";

/** How strong each association is; what cannot be tested has none. */
export const toStrengths = (attributes: readonly Characteristic[]): RatioRow[] =>
  attributes
    .filter((a) => a.association)
    .map((a) => ({
      key: a.by,
      label: nameOf(a.by),
      value: a.association?.value ?? null,
      low: a.association?.low ?? null,
      high: a.association?.high ?? null,
      isStrong: a.differs === true,
    }));

/** What a term of the regression compares: a group with the one beside, or so much more of a number. */
export function termOf({ by, value, reference, unit }: Term): string {
  const name = nameOf(by);
  if (value != null)
    return `${name}: ${inWords(value)}${reference == null ? "" : ` against ${inWords(reference)}`}`;
  return unit == null ? name : `${name}, ${asAmount(unit)} more`;
}

const asAmount = (unit: number) => (unit >= 1000 ? asCount(Math.round(unit)) : asNumber(unit));

/** So many odds ratios are drawn at most. */
export const mostRatios = 20;
/** The odds ratios that there are, the surest where there are many; what has no finite one is in the table alone. */
export function toRatios(terms: readonly Term[]): RatioRow[] {
  const finite = terms.filter((t) => t.oddsRatio != null);
  const surest = new Set(finite.toSorted((a, b) => (a.pValue ?? 1) - (b.pValue ?? 1)).slice(0, mostRatios));
  return finite
    .filter((t) => surest.has(t))
    .map((t) => ({
      key: `${t.by} ${t.value ?? ""}`,
      label: termOf(t),
      value: t.oddsRatio ?? null,
      low: t.low ?? null,
      high: t.high ?? null,
      isStrong: t.low != null && t.high != null && (t.low > 1 || t.high < 1),
    }));
}

const problems: Record<NonNullable<Term["problem"]>, string> = {
  constant: "the same for every loan",
  collinear: "said by the others",
  separates: "has one outcome alone",
  unsettled: "did not settle",
};
/** What is known of a term beyond chance, or why nothing is. */
export const termTest = ({ problem, pValue }: Term): string =>
  problem ? problems[problem] : pValue == null ? "–" : asP(pValue);

const reasons: Record<Schemas["ExclusionReason"], string> = {
  oneValue: "one value only",
  derived: "follows from others",
  saidByPlace: "a finer place says it",
  tooManyTerms: "too many groups for so few loans",
};
/** What the regression leaves out, in a sentence. */
export const notIncluded = (left: readonly Schemas["NotIncluded"][]): string =>
  left.length === 0
    ? ""
    : `Left out: ${left.map((n) => `${nameOf(n.by).toLowerCase()} (${reasons[n.reason]})`).join(", ")}.`;

/** Who is compared, in a sentence. */
export function compared({ share, leftOut }: Schemas["OutcomePopulation"], outcome: Outcome): string {
  const of = `${asCount(share.numerator)} of ${asCount(share.denominator)} loans compared (${asPercent(share.rate)})`;
  const end = outcome === "defaulted" ? "defaulted" : "are fully paid";
  return `${of} ${end}${leftOut > 0 ? `; ${asCount(leftOut)} are on neither side` : ""}.`;
}
