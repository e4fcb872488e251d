import type { Filters } from "./address";
import type { Schemas } from "./api";

export type Definition = Schemas["DefaultDefinition"];

/** The definitions of default, in the order in which they are offered. */
export const definitions: Record<Definition, string> = {
  count: "by number of loans",
  amount: "by amount lent",
  balance: "by balance",
  booked: "without approved loans",
  resolved: "among ended loans",
  perLoanYear: "for each loan-year",
};

const ofLoans: readonly Definition[] = ["count", "booked", "resolved"];
/** Whether a rate counts loans, as the tests do; money and loan-years have no test of their own. */
export const countsLoans = (definition: Definition): boolean => ofLoans.includes(definition);

/** A filter's name on a chip. */
export const filterWords: Record<keyof Filters, string> = {
  region: "Region",
  branchId: "Branch",
  city: "City",
  product: "Product",
  status: "Status",
  ageBand: "Age",
  gender: "Gender",
  employment: "Employment",
  incomeBand: "Annual income",
  amountBand: "Loan amount",
  rateBand: "Interest rate",
  term: "Term in months",
  startYear: "Year of origination",
  startQuarter: "Quarter of origination",
  startMonth: "Month of origination",
  finding: "Finding",
  attribute: "Attribute",
  startedFrom: "Started from",
  startedTo: "Started to",
  minMonthsOnBook: "Months on book, at least",
  ageMin: "Age, at least",
  ageMax: "Age, at most",
  incomeMin: "Income, at least",
  incomeMax: "Income, at most",
  principalMin: "Amount, at least",
  principalMax: "Amount, at most",
  rateMin: "Interest rate, at least",
  rateMax: "Interest rate, at most",
};

/** A word of the API's vocabulary as it is read: fully_paid becomes fully paid. */
export const inWords = (word: string) => word.replaceAll("_", " ");
