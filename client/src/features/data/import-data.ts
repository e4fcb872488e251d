import { asCount } from "../../lib/format";
import { inWords } from "../../lib/words";
import type { Import } from "./get-imports";

const phases: Partial<Record<string, string>> = {
  received: "It waits for its turn.",
  staging: "The files are read.",
  waiting: "It waits for an import before it.",
  validating: "The rows are checked.",
  loading: "The rows are loaded.",
  publishing: "The new version is published.",
};

/** What an import does now. */
export const phaseOf = ({ phase }: Pick<Import, "phase">): string => phases[phase] ?? inWords(phase);

/** An import in a few words: how it stands. */
export function titleOf({ state, version, profile }: Pick<Import, "state" | "version" | "profile">): string {
  if (state === "queued" || state === "running") return `Loading an extract (${profile})`;
  if (state === "published") return `Version ${version} is published`;
  if (state === "unchanged") return "These data were published already";
  return `The import ${state === "refused" ? "was refused" : state === "failed" ? "failed" : "was cancelled"}`;
}

const helps: Partial<Record<string, string>> = {
  "too-many-rejects":
    "The refused rows below say what is wrong with each. Correct them in the files and load those again.",
  "control-totals-mismatch":
    "Compare the extract with its source: either it is not whole, or the expected totals are of another day.",
  "file-empty": "Ask for the file again, or leave it out where the profile can do without.",
  "schema-mismatch":
    "Give the columns the names that the profile reads; the data dictionary below lists ours.",
  interrupted: "The server stopped on the way. Load the same files again.",
};

/** What the reader can do about an import that came to nothing; none for one that did. */
export function helpFor({ state, problem }: Pick<Import, "state" | "problem">): string | undefined {
  if (state === "cancelled") return "Nothing of it was published. The files can be loaded again.";
  if (state !== "refused" && state !== "failed") return undefined;
  return (
    helps[problem ?? ""] ??
    (state === "refused"
      ? "Nothing of it was published. Mend what is said, and load again."
      : "Nothing of it was published. Load the same files again.")
  );
}

/** What to call a file of refused rows: as its source is called, so that it can be loaded once corrected. */
export const rejectFileOf = (file: string): string => file.replace(/\.parquet$/i, ".csv");

/** Attempts that published nothing new and did not find the same data published. */
export const attempts = (all: readonly Import[]): Import[] =>
  all.filter(({ state }) => state === "refused" || state === "failed" || state === "cancelled");

/** The import that the page shows: the one that the address names, else one that goes on. */
export const toShow = (all: readonly Import[], wanted: string | undefined): string | undefined =>
  wanted ?? all.find(({ state }) => state === "queued" || state === "running")?.importId;

/** A number of refused rows, as a button says it. */
export const refusedRows = (rejects: number): string =>
  rejects === 1 ? "the refused row" : `the ${asCount(rejects)} refused rows`;
