import { expect, test } from "vitest";
import type { Import } from "./get-imports";
import { attempts, helpFor, phaseOf, refusedRows, rejectFileOf, titleOf, toShow } from "./import-data";

const run = (importId: string, state: Import["state"], more: Partial<Import> = {}) =>
  ({ importId, state, profile: "canonical", phase: "done", problem: null, ...more }) as Import;

test("a title says how an import stands", () => {
  expect(titleOf(run("a", "running"))).toBe("Loading an extract (canonical)");
  expect(titleOf(run("a", "published", { version: 3 }))).toBe("Version 3 is published");
  expect(titleOf(run("a", "refused"))).toBe("The import was refused");
  expect(titleOf(run("a", "failed"))).toBe("The import failed");
  expect(titleOf(run("a", "cancelled"))).toBe("The import was cancelled");
});

test("each phase is said in words", () => {
  expect(phaseOf(run("a", "running", { phase: "validating" }))).toBe("The rows are checked.");
});

test("an import that came to nothing says what helps, one that did says nothing", () => {
  expect(helpFor(run("a", "published"))).toBeUndefined();
  expect(helpFor(run("a", "refused", { problem: "too-many-rejects" }))).toMatch(/^The refused rows below/);
  expect(helpFor(run("a", "refused", { problem: "no-such-slug" }))).toMatch(/Mend what is said/);
  expect(helpFor(run("a", "failed", { problem: "interrupted" }))).toMatch(/^The server stopped/);
  expect(helpFor(run("a", "cancelled"))).toMatch(/^Nothing of it was published/);
});

test("refused rows come back under their file's name, so that they load once corrected", () => {
  expect(["loans.csv", "loan.asc", "loans.parquet"].map(rejectFileOf)).toEqual([
    "loans.csv",
    "loan.asc",
    "loans.csv",
  ]);
  expect([refusedRows(1), refusedRows(1200)]).toEqual(["the refused row", "the 1,200 refused rows"]);
});

test("attempts are those that published nothing; the same data found again are none", () => {
  const all = [run("a", "published"), run("b", "refused"), run("c", "unchanged"), run("d", "cancelled")];
  expect(attempts(all).map((i) => i.importId)).toEqual(["b", "d"]);
});

test("the page shows the import of the address, else the one that goes on", () => {
  const all = [run("a", "published"), run("b", "running")];
  expect(toShow(all, "a")).toBe("a");
  expect(toShow(all, undefined)).toBe("b");
  expect(toShow([run("a", "published")], undefined)).toBeUndefined();
});
