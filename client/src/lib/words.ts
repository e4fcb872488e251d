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

const ofLoans = ["count", "booked", "resolved"] as const satisfies readonly Definition[];

/** The definitions that count loans. */
export type LoanDefinition = (typeof ofLoans)[number];
/** Whether a rate counts loans, as the tests do; money and loan-years have no test of their own. */
export const countsLoans = (definition: Definition): definition is LoanDefinition =>
  ofLoans.some((d) => d === definition);

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
  delinquencyBucket: "Days past due",
  daysPastDueMin: "Days past due, at least",
  daysPastDueMax: "Days past due, at most",
  planBand: "Instalments behind plan (implied)",
  pastMaturity: "Past maturity (implied)",
  otherLoanDefaulted: "Another loan defaulted (implied)",
  loanToIncomeBand: "Loan to income (implied)",
  instalmentsToIncomeBand: "Instalments to income (implied)",
  segment: "Customer segment",
  riskBand: "Chance of default",
  punctuality: "Punctuality",
  stateAt: "State on a day",
};

/** What the loans of the book can be found for, by its name in the address. */
export type Finding = NonNullable<Filters["finding"]>[number];
/** What was found in the data, on a chip. */
export const findingWords: Record<Finding, string> = {
  "fully-paid-does-not-balance": "fully paid, but does not balance",
  "negative-balance": "negative balance",
  "balance-above-debt": "balance above principal and interest",
  "approved-with-money": "approved, but with money paid or owed",
  "approved-past-end": "approved, past the contract’s end",
  "active-past-end": "active, past the contract’s end",
  "defaulted-without-balance": "defaulted without a balance",
  "defaulted-ahead-of-plan": "defaulted, but on plan or ahead of it",
  "unknown-balance": "unknown balance",
  "age-out-of-range": "borrower under 18 or over 100",
  "customers-without-loan": "customer without a loan",
  "shared-name": "borrower’s name shared with another",
  "missing-income": "borrower’s income missing",
  "payment-before-start": "payment before the start",
  "payments-without-schedule": "payments, but no schedule",
  "sums-too-large": "sums beyond all measure",
  "instalment-parts": "instalment that is not the sum of its parts",
  "schedule-not-principal": "instalments that do not add up to the principal",
  "month-missing": "month missing in the monthly file",
  "month-outside-loan": "month before the start or after the end",
  "instalment-after-end": "instalment after the end",
  "duplicate-payment": "payment that may be there twice",
};

/** A word of the API's vocabulary as it is read: fully_paid becomes fully paid. */
export const inWords = (word: string) => word.replaceAll("_", " ");

/** Words that begin a sentence. */
export const sentence = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** A bucket of days past due, or how the loan ended, as it is read. */
export const bucketWords = (bucket: string): string =>
  bucket.startsWith(">")
    ? `above ${bucket.slice(1)} days`
    : /^\d/.test(bucket)
      ? `${bucket} days`
      : inWords(bucket);
