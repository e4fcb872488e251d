import type { ListFilter } from "../../lib/address";
import type { Schemas } from "../../lib/api";
import { filterOf, nameOf } from "../../lib/dimensions";
import { asCompact, asCount, asInterval, asP, asParts, asPercent } from "../../lib/format";
import { countsLoans, type Definition, definitions, inWords } from "../../lib/words";
import { ageReading } from "./change-data";

/** Where a sentence is borne out: a card of this page, another page, or a list of loans. */
export type Evidence = { words: string } & (
  | { card: string }
  | { page: string }
  | { also: Partial<Record<ListFilter, readonly string[]>>; count: number; sort?: string }
);

/** A sentence of the summary. `standsOut`: beyond chance; `chance`: tested, and no more than chance; `figure`: a plain figure. */
export type Sentence = {
  key: string;
  kind: "standsOut" | "chance" | "figure";
  text: string;
  evidence: Evidence;
};

/** What the summary is made of; a part that has not arrived yet is left out. */
export type Known = {
  definition: Definition;
  measures?: Schemas["LoanMeasures"];
  differences?: Schemas["PortfolioDifferences"];
  change?: { data: Schemas["PortfolioChange"]; isBeyondChance: boolean; reading: string; noise: string };
  /** Of the whole selection, in any order. */
  branches?: Schemas["PerformanceRow"][];
};

const most = 3;

/** The page in plain sentences: what stands out beyond chance first, then what does not, then how much there is. */
export function toSentences(known: Known): Sentence[] {
  const { definition, measures, differences, change, branches } = known;
  if (!measures || measures.loans === 0) return [];
  const tested = [
    ...(differences ? attributes(differences, definition) : []),
    ...(change ? [changed(change, definition)] : []),
  ];
  return [
    overall(measures, definition),
    ...tested.filter((s) => s.kind === "standsOut"),
    ...tested.filter((s) => s.kind !== "standsOut"),
    ...(branches ? largest(branches, measures) : []),
    ...missing(measures),
  ];
}

function overall(m: Schemas["LoanMeasures"], definition: Definition): Sentence {
  const { default: rate } = m;
  const interval = rate.low == null ? "" : `, 95 % interval ${asInterval(rate.low, rate.high)}`;
  const how = definition === "count" ? "" : `, counted ${definitions[definition]}`;
  return {
    key: "default",
    kind: "figure",
    text: `The default rate is ${asPercent(rate.rate)} (${asParts(rate, definition)}${interval})${how}.`,
    evidence: {
      words: "the defaulted loans",
      also: { status: ["defaulted", "written_off"] },
      count: m.lifecycle.defaulted.loans,
    },
  };
}

/** What goes with default, strongest first. Only an attribute whose p-value, adjusted for all that were tested, is below 0.05 is said to. */
function attributes(found: Schemas["PortfolioDifferences"], definition: Definition): Sentence[] {
  const tested = found.rows.filter((r) => r.adjustedP != null);
  const differing = tested
    .filter((r) => r.differs === true)
    .toSorted((a, b) => (b.cramersV ?? 0) - (a.cramersV ?? 0));
  const rest = tested.filter((r) => r.differs !== true);
  if (tested.length === 0)
    return [
      {
        key: "differences",
        kind: "chance",
        text: "There are too few loans to test what goes with default.",
        evidence: { words: "default by group", card: "default-by" },
      },
    ];
  if (differing.length === 0) {
    const nearest = tested[0];
    return [
      {
        key: "differences",
        kind: "chance",
        text: `Nothing differs beyond chance: none of the ${asCount(found.tested)} attributes tested goes with default.${
          nearest ? ` Nearest is ${lower(nearest.by)} (adjusted ${asP(nearest.adjustedP ?? 1)}).` : ""
        }`,
        evidence: { words: "default by group", card: "default-by" },
      },
    ];
  }
  const others = differing.slice(most);
  return [
    ...differing.slice(0, most).map((r) => differs(r, definition)),
    ...(others.length === 0
      ? []
      : [
          {
            key: "also",
            kind: "standsOut" as const,
            text: `Beyond chance, less strongly: ${named(others)} (each adjusted p below 0.05).`,
            evidence: { words: "default by group", card: "default-by" },
          },
        ]),
    ...(rest.length === 0
      ? []
      : [
          {
            key: "rest",
            kind: "chance" as const,
            text: `No more than chance: ${named(rest)} (adjusted ${asP(rest[0]?.adjustedP ?? 1)}${rest.length > 1 ? " or more" : ""}).`,
            evidence: { words: "demographics", page: "/demographics" },
          },
        ]),
  ];
}

function differs(row: Schemas["AttributeDifference"], definition: Definition): Sentence {
  const { by, highest, lowest, standOut } = row;
  const of = (g: Schemas["GroupRate"]) => `${asPercent(g.default.rate)} (${asParts(g.default, definition)})`;
  const ends =
    highest && lowest
      ? `: of the larger groups ${inWords(highest.label)} most, ${of(highest)}, and ${inWords(lowest.label)} least, ${of(lowest)}`
      : "";
  const basis = countsLoans(definition) ? "" : " by number of loans";
  const apart = standOut.map((g) => inWords(g.label));
  const limits =
    apart.length === 0 || apart.length > most
      ? ""
      : ` Beyond the 99.8 % limits of ${apart.length === 1 ? "its" : "their"} size: ${apart.join(", ")}.`;
  const young = by === "startYear" ? " Young loans have had less time to default." : "";
  return {
    key: by,
    kind: "standsOut",
    text: `Default differs by ${lower(by)} beyond chance${ends} (adjusted ${asP(row.adjustedP ?? 1)}${basis}).${limits}${young}`,
    evidence: evidenceOf(row),
  };
}

const cards: Record<string, string> = {
  region: "by-region",
  branch: "by-branch",
  product: "by-product",
  ageBand: "by-ageBand",
  incomeBand: "by-incomeBand",
  startYear: "originations",
};
const pages: Record<string, [string, string]> = {
  gender: ["/demographics", "demographics"],
  employment: ["/demographics", "demographics"],
  city: ["/branches", "branches"],
};

function evidenceOf({ by, highest }: Schemas["AttributeDifference"]): Evidence {
  const card = cards[by];
  if (card) return { words: `default by ${lower(by)}`, card };
  const page = pages[by];
  if (page) return { words: page[1], page: page[0] };
  if (!highest) return { words: "default by group", card: "default-by" };
  const [filter, value] = filterOf(by, highest.value);
  return {
    words: `the loans of ${inWords(highest.label)}`,
    also: { [filter]: [value] },
    count: highest.loans,
  };
}

const changed = (
  { data, isBeyondChance, reading, noise }: NonNullable<Known["change"]>,
  definition: Definition,
): Sentence => ({
  key: "change",
  kind: isBeyondChance ? "standsOut" : "chance",
  // What chance can give is not worth an explanation; what is beyond it may still be the loans' age.
  text: isBeyondChance
    ? `${reading} ${ageReading(data.from, data.to, definition)}`.trim()
    : data.total.change == null
      ? reading
      : `${firstClause(reading)}. ${noise}`,
  evidence: { words: "what changed", card: "change" },
});

const firstClause = (reading: string) => reading.split(/[:;]/)[0] ?? reading;

/** Where most is owed. */
function largest(rows: Schemas["PerformanceRow"][], all: Schemas["LoanMeasures"]): Sentence[] {
  const [first, second] = rows
    .filter((r) => r.branchId != null)
    .toSorted((a, b) => (b.outstanding ?? 0) - (a.outstanding ?? 0));
  if (!first?.branchId || !second || first.outstanding == null || all.outstanding == null) return [];
  return [
    {
      key: "largest",
      kind: "figure",
      text: `Most is owed at ${first.name ?? first.branchId}: ${asCompact(first.outstanding)} of ${asCompact(all.outstanding)} outstanding, on ${asCount(first.loans)} of ${asCount(all.loans)} loans.`,
      evidence: { words: "branches", page: "/branches" },
    },
  ];
}

/** Money that the record does not account for; interest within what was repaid is no such thing. */
const missing = (m: Schemas["LoanMeasures"]): Sentence[] =>
  m.unexplained > 0
    ? [
        {
          key: "unexplained",
          kind: "figure",
          text: `${asCompact(m.unexplained)} of ${asCompact(m.disbursed)} disbursed is recorded neither as repaid nor as outstanding.`,
          evidence: { words: "where the money is", card: "money" },
        },
      ]
    : [];

const lower = (by: string) => nameOf(by).toLowerCase();

const named = (rows: Schemas["AttributeDifference"][]) => rows.map((r) => lower(r.by)).join(", ");
