import type { operations } from "./schema";

type Ranking = NonNullable<NonNullable<operations["GetBranchPerformance"]["parameters"]["query"]>["sort"]>;

/** What branches can be ranked by, largest first. */
export const rankings: readonly Ranking[] = ["outstanding", "defaultRate", "adjustedRate", "interestRate"];

/** Columns of the list of loans; it sorts by each, - in front for largest first. */
export const loanColumns = [
  "loanId",
  "customerId",
  "branchId",
  "region",
  "product",
  "status",
  "sourceStatus",
  "principal",
  "interestRate",
  "termMonths",
  "startDate",
  "endDate",
  "amountPaid",
  "outstanding",
  "unexplained",
  "age",
  "gender",
  "annualIncome",
  "employment",
  "daysPastDue",
  "arrearsAmount",
  "delinquencyBucket",
  "lastPaymentOn",
  "instalmentsBehind",
  "planBand",
] as const;
export type LoanColumn = (typeof loanColumns)[number];

/** How far apart periods of origination are drawn. */
export const intervals = ["month", "quarter", "year"] as const;
export type Interval = (typeof intervals)[number];

/** Columns of the ranking of branches, in their order. */
export const branchColumns = [
  "branch",
  "region",
  "loans",
  "outstanding",
  "defaultRate",
  "drawn",
  "interval",
  "parts",
  "adjustedRate",
  "rank",
  "position",
  "interestRate",
  "byAmount",
  "byBalance",
] as const;
export type BranchColumn = (typeof branchColumns)[number];
