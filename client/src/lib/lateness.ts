/** How rates are weighed. */
export const weights = { number: "by number", balance: "by balance" } as const;
export type Weight = keyof typeof weights;

/** Over how many months moves are counted. */
export const spans = { "1": "last month", "3": "3 months", "12": "12 months", "36": "36 months" } as const;
export type Span = keyof typeof spans;

/** What a vintage counts. */
export const measures = {
  ever30: "ever over 30 days",
  ever60: "ever over 60 days",
  ever90: "ever over 90 days",
  default: "in default",
  prepaid: "prepaid",
} as const;
export type Measure = keyof typeof measures;

/** Length of a period of origination. */
export const cohorts = { quarter: "quarter", year: "year" } as const;
export type Cohort = keyof typeof cohorts;

/** The choice that a parameter stands at, the usual one where it has none. */
export const chosenOf = <Options extends Record<string, string>>(
  options: Options,
  asked: string | undefined,
  usual: keyof Options & string,
): keyof Options & string => (asked !== undefined && asked in options ? asked : usual);
