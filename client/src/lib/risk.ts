/** Shares of the expected loss that contact may be taken to avoid, in percent. */
export const effects = ["5", "10", "20", "30", "50"] as const;

/** How many customers a group that needs support has at least. */
export const leastCustomers = ["5", "20", "50", "100"] as const;

/** How much of the loans, the riskiest first, counts as flagged, in percent. */
export const flaggedShares = ["5", "10", "20", "30", "50"] as const;

/** What loans can be compared by. */
export const outcomes = { defaulted: "default", fully_paid: "full repayment" };
export type Outcome = keyof typeof outcomes;
