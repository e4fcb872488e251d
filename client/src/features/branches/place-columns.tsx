import { endOf } from "../../components/breakdown-data";
import { IntervalLine } from "../../components/interval-line";
import { LoansLink } from "../../components/loans-link";
import { Pick } from "../../components/pick";
import type { Column } from "../../components/table";
import { asCount, asInterval, asParts, asPercent, asRate } from "../../lib/format";
import type { BranchColumn } from "../../lib/sorts";
import type { Definition } from "../../lib/words";
import { type Place, positions, rankWords, rateWords, sumWords } from "./league-data";

type PlaceColumn = Column<Place> & { id: BranchColumn };
type Subject = {
  filter: "branchId" | "region";
  places: Place[];
  /** The rate of all places together. */
  overall: number | null | undefined;
  definition: Definition;
  onSelect: (key: string) => void;
};

/** What is known of a branch or a region, column by column. */
export function placeColumns({ filter, places, overall, definition, onSelect }: Subject): PlaceColumn[] {
  // A book without rates would fill three columns with the word unknown.
  const hasRates = places.some((p) => p.row.interestRate.simple != null);
  const end = endOf(places.map((p) => p.row)) || 1;
  return [
    {
      id: "branch",
      head: filter === "branchId" ? "Branch" : "Region",
      isText: true,
      value: (p) => p.name,
      cell: (p) => (
        <Pick isChosen={p.isChosen} onPick={() => onSelect(p.key)}>
          {p.name}
        </Pick>
      ),
    },
    ...(filter === "branchId"
      ? ([
          { id: "region", head: "Region", isText: true, cell: (p) => p.row.region ?? "unknown" },
        ] satisfies PlaceColumn[])
      : []),
    {
      id: "loans",
      head: "Loans",
      value: (p) => p.row.loans,
      cell: (p) => (
        <LoansLink count={p.row.loans} also={{ [filter]: [p.key] }}>
          {asCount(p.row.loans)}
        </LoansLink>
      ),
    },
    { id: "outstanding", head: "Outstanding", value: (p) => p.row.outstanding, cell: (p) => sumWords(p.row) },
    {
      id: "defaultRate",
      head: "Default rate",
      value: (p) => p.row.default.rate,
      cell: (p) => rateWords(p.row),
    },
    {
      id: "drawn",
      head: "Default rate, drawn",
      isDecoration: true,
      cell: ({ row: { default: rate } }) => (
        <IntervalLine low={rate.low} value={rate.rate} high={rate.high} overall={overall} end={end} />
      ),
    },
    {
      id: "interval",
      head: "95 % interval",
      cell: (p) => asInterval(p.row.default.low, p.row.default.high),
    },
    {
      id: "parts",
      head: "Defaulted of",
      cell: (p) => (p.row.loans === 0 ? "–" : asParts(p.row.default, definition)),
    },
    {
      id: "adjustedRate",
      head: "Adjusted",
      value: (p) => p.row.default.adjusted,
      cell: ({ row: { default: rate } }) => (rate.adjusted == null ? "–" : asPercent(rate.adjusted)),
    },
    { id: "rank", head: "Place (95 %)", value: (p) => p.row.rank?.value, cell: (p) => rankWords(p.row.rank) },
    {
      id: "position",
      head: "In the funnel",
      isText: true,
      cell: ({ row: { position } }) =>
        position ? <span className={`position ${position}`}>{positions[position]}</span> : "–",
    },
    ...(hasRates
      ? ([
          { id: "interestRate", head: "simple", ...interest("simple") },
          { id: "byAmount", head: "by amount", ...interest("amountWeighted") },
          { id: "byBalance", head: "by balance", ...interest("outstandingWeighted") },
        ] satisfies PlaceColumn[])
      : []),
  ];
}

type Way = keyof Place["row"]["interestRate"];

const interest = (way: Way) => ({
  under: "Average interest rate",
  value: ({ row }: Place) => row.interestRate[way],
  cell: ({ row }: Place) => (row.loans === 0 ? "–" : asRate(row.interestRate[way])),
});
