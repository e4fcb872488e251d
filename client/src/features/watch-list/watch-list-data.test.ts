import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import {
  assumptionsReading,
  backTestReading,
  capacityOf,
  draftOf,
  latenessOf,
  noteOf,
  profileOf,
  rankingReading,
  reachOf,
  toBackTest,
  toBody,
} from "./watch-list-data";

const note = (more: object = {}) =>
  ({ loanId: "1", status: "open", noteTag: '"a-0"', ...more }) as Schemas["WatchNoteItem"];

test("a capacity is a whole number that the API takes", () => {
  expect(["1", "50", "5000"].map(capacityOf)).toEqual([1, 50, 5000]);
  expect(["0", "5001", "2.5", "", "x", undefined].map(capacityOf)).toEqual(Array(6).fill(undefined));
});

test("the slider reaches to all who could be listed, and never less than where it stands", () => {
  expect(reachOf(284, 50)).toBe(284);
  expect(reachOf(20000, 50)).toBe(500);
  expect(reachOf(3, 50)).toBe(50);
  expect(reachOf(undefined, 2000)).toBe(2000);
});

test("what is recorded stands in a line", () => {
  expect(noteOf(note())).toBe("Nothing is recorded yet.");
  const line = noteOf(
    note({
      status: "promised",
      owner: "Ann",
      outcome: "notNeeded",
      note: "Friday",
      changedAt: "2026-11-28T09:00:00Z",
    }),
  );
  expect(line).toMatch(/^promised to pay, Ann; outcome: not needed; Friday \(.*2026/);
});

test("a form sends what it was given, and what is empty as unknown", () => {
  const draft = draftOf(note({ owner: " Ann ", status: "contacted" }));
  expect(draft).toEqual({ owner: " Ann ", status: "contacted", note: "", outcome: "" });
  expect(toBody({ ...draft, note: "  late pay " })).toEqual({
    owner: "Ann",
    status: "contacted",
    note: "late pay",
    outcome: null,
  });
});

test("how the list is ordered and what it assumes are said", () => {
  expect(rankingReading({ rankedBy: "warnings" } as Schemas["WatchList"])).toMatch(/^No model is published/);
  expect(rankingReading({ rankedBy: "expectedLossAvoided" } as Schemas["WatchList"])).toMatch(
    /^Most loss avoided/,
  );
  expect(
    assumptionsReading({
      contactEffect: 0.2,
      lossGivenDefault: 0.45,
      lossGivenDefaultBasis: "assumed",
      baseProbability: 0.099,
    }),
  ).toBe(
    "Assumed, not observed: contact avoids 20.0% of the expected loss. Loss given default 45.0%, assumed, as for unsecured loans under Basel’s foundation approach. Loans without a score count with 9.9%, the share of the book that defaulted.",
  );
});

test("lateness is told in days where they are known, and not at all where nothing is", () => {
  const loan = (delinquencyBucket: string, daysPastDue: number | null) =>
    latenessOf({ delinquencyBucket, daysPastDue } as Schemas["WatchLoan"]);
  expect(loan("unknown", null)).toBeUndefined();
  expect(loan("31-60", 45)).toBe("45 days past due");
  expect(loan("current", 0)).toBe("current");
});

test("past lists are counted in order of time, and together in a sentence", () => {
  const share = (numerator: number) => ({ numerator, denominator: 50 }) as Schemas["Proportion"];
  const day = (on: string, list: number, late: number, byChance: number): Schemas["WatchBackTest"] => ({
    day: on,
    customers: 1000,
    defaulted: 40,
    listed: 50,
    byExpectedLoss: share(list),
    byProbability: share(list + 2),
    byDaysPastDue: share(late),
    byChance,
  });
  const days = [day("2024-12-31", 20, 12, 2), day("2024-06-30", 16, 14, 1.5)];
  const { periods, lines } = toBackTest(days);
  expect(periods).toEqual(["Jun 30, 2024", "Dec 31, 2024"]);
  expect(lines.map((l) => l.values)).toEqual([
    [16, 20],
    [18, 22],
    [14, 12],
    [1.5, 2],
  ]);
  expect(backTestReading(days)).toBe(
    "On 2 past days together, 36 of 100 customers listed defaulted within six months; 26 by days past due, and 4 by chance.",
  );
});

test("a group that the book does not tell apart is not named by what is unknown", () => {
  const profile = (segment: string, delinquencyBucket: string, product: string, segmentName?: string) =>
    profileOf({ segment, segmentName, delinquencyBucket, product } as Schemas["SupportProfile"]);
  expect(profile("2", "31-60", "car", "young")).toBe("2. young, 31-60 days, car");
  expect(profile("unknown", "current", "unknown")).toBe("current");
  expect(profile("unknown", "unknown", "unknown")).toMatch(/^all/);
});
