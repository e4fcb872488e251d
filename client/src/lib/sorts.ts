import type { operations } from "./schema";

type Ranking = NonNullable<NonNullable<operations["GetBranchPerformance"]["parameters"]["query"]>["sort"]>;

/** What branches can be ranked by, largest first. */
export const rankings: readonly Ranking[] = ["outstanding", "defaultRate", "adjustedRate", "interestRate"];

/** Columns that the list of loans can be sorted by; - in front for largest first. */
export const loanColumns = [
  "loanId",
  "customerId",
  "branchId",
  "region",
  "product",
  "status",
  "principal",
  "interestRate",
  "termMonths",
  "startDate",
  "endDate",
  "amountPaid",
  "outstanding",
] as const;
export type LoanColumn = (typeof loanColumns)[number];
