import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import { toSentences } from "./standing-out-data";

const rate = (numerator: number, denominator: number, of: number) => ({ rate: of, numerator, denominator });
const measures = {
  loans: 1000,
  outstanding: 12_034_514.06,
  lifecycle: { defaulted: { loans: 99, share: 0.099 } },
  default: { ...rate(99, 1000, 0.099), low: 0.082, high: 0.1191 },
} as Schemas["LoanMeasures"];

type Row = Schemas["AttributeDifference"];
const group = (label: string, numerator: number, denominator: number, of: number) => ({
  value: label,
  label,
  loans: denominator,
  default: rate(numerator, denominator, of),
});
const row = (by: string, adjustedP: number | null, cramersV = 0.05, more: object = {}) =>
  ({
    by,
    groups: 4,
    adjustedP,
    differs: adjustedP === null ? null : adjustedP < 0.05,
    cramersV,
    highest: group("high", 20, 100, 0.2),
    lowest: group("low", 4, 100, 0.04),
    standOut: [],
    ...more,
  }) as Row;
const differences = (...rows: Row[]) =>
  ({
    rows,
    tested: rows.filter((r) => r.adjustedP != null).length,
    loans: 1000,
  }) as Schemas["PortfolioDifferences"];
const texts = (found: Schemas["PortfolioDifferences"]) =>
  toSentences({ definition: "count", measures, differences: found }).map((s) => [s.kind, s.text]);

test("where no adjusted p is below 0.05, the summary says that nothing differs beyond chance", () => {
  // The year alone has p = 0.042; asked together with ten others it is no finding.
  const found = differences(row("startYear", 0.4584), row("ageBand", 1), row("product", null));
  expect(texts(found)).toEqual([
    ["figure", "The default rate is 9.9% (99 of 1,000, 95 % interval 8.2% to 11.9%)."],
    [
      "chance",
      "Nothing differs beyond chance: none of the 2 attributes tested goes with default. Nearest is year of origination (adjusted p = 0.46).",
    ],
  ]);
});

test("nothing is claimed at 0.05 or above, whatever its strength", () => {
  const sentences = texts(differences(row("gender", 0.05, 0.9), row("region", 0.051, 0.8)));
  expect(sentences.filter(([kind]) => kind === "standsOut")).toEqual([]);
});

test("what differs is said strongest first, with its highest and lowest group; then what does not", () => {
  const found = differences(
    row("region", 0.0004, 0.03),
    row("employment", 0.0004, 0.18, {
      highest: group("Unemployed", 168, 758, 0.2216),
      lowest: group("Self-Employed", 117, 3263, 0.0359),
      standOut: [group("Unemployed", 168, 758, 0.2216)],
    }),
    row("gender", 0.17),
    row("term", 0.4),
  );
  expect(texts(found).slice(1)).toEqual([
    [
      "standsOut",
      "Default differs by employment beyond chance: of the larger groups Unemployed most, 22.2% (168 of 758), and Self-Employed least, 3.6% (117 of 3,263) (adjusted p < 0.001). Beyond the 99.8 % limits of its size: Unemployed.",
    ],
    [
      "standsOut",
      "Default differs by region beyond chance: of the larger groups high most, 20.0% (20 of 100), and low least, 4.0% (4 of 100) (adjusted p < 0.001).",
    ],
    ["chance", "No more than chance: gender, term in months (adjusted p = 0.17 or more)."],
  ]);
});

test("after the three strongest the others are only named", () => {
  const found = differences(
    ...["region", "gender", "term", "product", "branch"].map((by, i) => row(by, 0.01, 0.5 - i / 10)),
  );
  expect(texts(found).at(-1)).toEqual([
    "standsOut",
    "Beyond chance, less strongly: product, branch (each adjusted p below 0.05).",
  ]);
});

test("each sentence leads to its evidence: a card, another page, or the loans themselves", () => {
  const found = differences(
    row("branch", 0.01, 0.3),
    row("gender", 0.01, 0.2),
    row("attribute:channel", 0.01, 0.1, { highest: group("online", 70, 600, 0.1167) }),
  );
  const sentences = toSentences({ definition: "count", measures, differences: found });
  expect(sentences.map((s) => s.evidence)).toEqual([
    { words: "the defaulted loans", also: { status: ["defaulted", "written_off"] }, count: 99 },
    { words: "default by branch", card: "by-branch" },
    { words: "demographics", page: "/demographics" },
    { words: "the loans of online", also: { attribute: ["channel:online"] }, count: 600 },
  ]);
});

const changeOf = (isBeyondChance: boolean) => ({
  data: { from: "2023", to: "2024", total: { change: 0.0473 } } as Schemas["PortfolioChange"],
  isBeyondChance,
  reading:
    "The default rate of loans made in 2024 is 4.7 points above 2023’s: +4.6 because of this, +0.1 because of that.",
  noise: "This is no more than chance would give (p = 0.30).",
});

test("a change that chance can give is not explained, one beyond it is, with the caution of age", () => {
  const last = (isBeyondChance: boolean) =>
    toSentences({ definition: "count", measures, change: changeOf(isBeyondChance) }).at(-1);
  expect(last(false)).toMatchObject({
    kind: "chance",
    text: "The default rate of loans made in 2024 is 4.7 points above 2023’s. This is no more than chance would give (p = 0.30).",
    evidence: { card: "change" },
  });
  expect(last(true)).toMatchObject({
    kind: "standsOut",
    text: "The default rate of loans made in 2024 is 4.7 points above 2023’s: +4.6 because of this, +0.1 because of that. Loans made in 2024 have had less time to default; counted for each loan-year the two compare.",
  });
});

test("where most is owed is a figure, and a book of one branch has none", () => {
  const branch = (name: string, outstanding: number, loans: number) =>
    ({ branchId: name, name, outstanding, loans }) as Schemas["PerformanceRow"];
  const branches = [branch("Branch 9", 1_229_722.66, 108), branch("Branch 7", 1_348_021.62, 123)];
  expect(toSentences({ definition: "count", measures, branches }).at(-1)?.text).toBe(
    "Most is owed at Branch 7: 1.35M of 12.03M outstanding, on 123 of 1,000 loans.",
  );
  expect(toSentences({ definition: "count", measures, branches: branches.slice(0, 1) })).toHaveLength(1);
});

test("money that the record does not account for is said; interest within what was repaid is not", () => {
  const money = (unexplained: number) =>
    toSentences({ definition: "count", measures: { ...measures, disbursed: 27_830_593.01, unexplained } });
  expect(money(3_225_065.78).at(-1)).toMatchObject({
    text: "3.23M of 27.83M disbursed is recorded neither as repaid nor as outstanding.",
    evidence: { card: "money" },
  });
  expect(money(-18_512_952.35)).toHaveLength(1);
});

test("a selection without loans says nothing", () => {
  expect(toSentences({ definition: "count", measures: { ...measures, loans: 0 } })).toEqual([]);
});
