import type { Finding } from "../../lib/words";

/** What may stand behind a finding, and which money is counted. */
export const findingMeanings: Record<Finding, string> = {
  "fully-paid-does-not-balance":
    "Settled early, forgiven in part, or an amount is wrong. Money: principal less what was repaid and is outstanding.",
  "negative-balance": "The customer has a credit, or paid too much. Money: their balance.",
  "balance-above-debt":
    "More is owed than principal and all interest: fees, interest on arrears, or a wrong figure. Money: their balance.",
  "approved-with-money":
    "An approved loan is not paid out yet, so it should show none: the status may be behind. Money: their balance.",
  "approved-past-end":
    "The contract has ended before the loan was paid out: the status may be behind. Money: their balance.",
  "active-past-end": "Overdue at the end of the contract, or paid and not closed yet. Money: their balance.",
  "defaulted-without-balance": "Recovered or taken off the books since, or the balance was set to zero.",
  "unknown-balance":
    "The source does not say what is owed; what is outstanding leaves them out. Money: their principal.",
  "age-out-of-range": "A wrong date of birth, or a loan that should not have been made.",
  "customers-without-loan": "They are among all customers, but not among the borrowers.",
  "shared-name": "Perhaps one person under two keys, whose loans then do not stand together.",
  "missing-income": "They stand in the group “unknown” wherever income is asked for.",
  "payment-before-start": "A payment for an earlier loan, or a wrong date. Money: what was paid.",
  "instalment-after-end": "The loan was prolonged, or a date is wrong. Money: what falls due.",
  "duplicate-payment":
    "Paid twice on one day, or delivered twice by the source: without numbers it cannot be told.",
};
