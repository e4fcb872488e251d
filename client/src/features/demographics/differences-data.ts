import type { Schemas } from "../../lib/api";
import { nameOf } from "../../lib/dimensions";
import { asNumber, asP, asParts, asPercent } from "../../lib/format";
import { countsLoans, type Definition, sentence } from "../../lib/words";

type Row = Schemas["AttributeDifference"];

/** Names joined as one says them: age, gender and income. */
const listed = (words: string[]) =>
  words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
const namesOf = (rows: Row[]) => listed(rows.map((r) => nameOf(r.by).toLowerCase()));

/** Which attributes go with default beyond chance, in a sentence. */
export function differencesReading(rows: Row[], tested: number, definition: Definition): string {
  if (tested === 0) return "Too little to test whether any of these goes with default.";
  const known = rows.filter((r) => r.adjustedP != null);
  const [yes, no] = [known.filter((r) => r.differs), known.filter((r) => !r.differs)];
  const basis = countsLoans(definition) ? "" : "Tested by number of loans. ";
  const first = known[0]?.adjustedP;
  if (yes.length === 0)
    return `${basis}None of them goes with default beyond chance: ${namesOf(no)} ${no.length === 1 ? "was" : "were"} tested${first == null ? "" : ` (smallest adjusted ${asP(first)})`}.`;
  const without = no.length === 0 ? "" : `; ${namesOf(no)} ${no.length === 1 ? "does" : "do"} not`;
  return `${basis}${sentence(namesOf(yes))} ${yes.length === 1 ? "goes" : "go"} with default beyond chance${without}.`;
}

/** An attribute's test in words. */
export function testWords({ groups, differs }: Row): string {
  if (differs == null) return groups < 2 ? "one group only" : "too little to test";
  return differs ? "more than chance" : "no more than chance";
}

/** Strength of an association from 0 to 1; a dash where there is none to measure. */
export const strengthWords = ({ cramersV }: Row): string => (cramersV == null ? "–" : asNumber(cramersV));

/** A group with its rate as a table shows it: 18-24: 14.6% (20 of 137). */
export const rateOf = (group: Schemas["GroupRate"], definition: Definition): string =>
  `${asPercent(group.default.rate)} (${asParts(group.default, definition)})`;
