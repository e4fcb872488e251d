import type { Schemas } from "./api";
import { asCount, asMoney } from "./format";

/** How rates are weighed. */
export const weights = { number: "by number", balance: "by balance" } as const;
export type Weight = keyof typeof weights;

/** Over how many months moves are counted. */
export const spans = { "1": "last month", "3": "3 months", "12": "12 months", "36": "36 months" } as const;
export type Span = keyof typeof spans;

/** What courses follow. */
export const axes = { month: "by month", age: "by age of the loans" } as const;
export type Axis = keyof typeof axes;
/** What the places along an axis are, where they are no dates. */
export const axisNames = { month: undefined, age: "months since the start" } as const;

/** What a vintage counts. */
export const measures = {
  ever30: "ever over 30 days",
  ever60: "ever over 60 days",
  ever90: "ever over 90 days",
  default: "in default",
  prepaid: "prepaid",
} as const;
export type Measure = keyof typeof measures;

/** What a source may report and payments say too. */
export const figures = {
  all: "all figures",
  balance: "balance",
  daysPastDue: "days past due",
  arrears: "overdue",
  status: "status",
} as const;

/** Length of a period of origination. */
export const cohorts = { quarter: "quarter", year: "year" } as const;
export type Cohort = keyof typeof cohorts;

/** The choice that a parameter stands at, the usual one where it has none. */
export const chosenOf = <Options extends Record<string, string>>(
  options: Options,
  asked: string | undefined,
  usual: keyof Options & string,
): keyof Options & string => (asked !== undefined && asked in options ? asked : usual);

/** How lateness is counted, in a sentence: lenders differ, so a figure means something only beside it. */
export function policyWords(policy: Schemas["StatedPolicy"] | null | undefined): string {
  if (!policy) return "";
  const free = [
    ...policy.restDays.map((d) => d.charAt(0).toUpperCase() + d.slice(1)),
    ...(policy.holidays.length > 0 ? ["a holiday"] : []),
  ];
  const parts = [
    policy.rule === "rolling"
      ? "Days past due run from the day with which a loan fell behind until nothing is overdue"
      : "Days past due run from the due date of the oldest instalment that is not settled",
    ...(policy.graceDays > 0 ? [`after ${asCount(policy.graceDays)} days of grace`] : []),
    ...(free.length > 0 ? [`what falls due on ${free.join(" or ")} falls due on the next working day`] : []),
    ...(policy.tolerance > 0 ? [`shortfalls up to ${asMoney(policy.tolerance)} are let pass`] : []),
  ];
  return `${parts.join("; ")}.`;
}

/** What balances are made of, where they are worked out of the schedule. */
export const basisWords = (basis: string | null | undefined): string =>
  basis === "principal"
    ? " Balances before the date of the data are the principal that the settled instalments leave."
    : basis === "instalments"
      ? " Balances before the date of the data are the unpaid instalments, interest among them."
      : basis === "mixed"
        ? " Balances before the date of the data are the principal left, and the unpaid instalments where a schedule does not split them."
        : "";
