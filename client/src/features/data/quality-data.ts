import type { Schemas } from "../../lib/api";

type Finding = Schemas["Finding"];

/** Findings whose rows are customers; all others are found on loans, their payments or instalments, or in the files. */
const aboutCustomers: readonly string[] = ["customers-without-loan", "shared-name", "missing-income"];

/** Findings whose keys are customers', each with a page of its own. */
export const ofCustomers = (findings: readonly Finding[]): Finding[] =>
  findings.filter((f) => aboutCustomers.includes(f.id));
