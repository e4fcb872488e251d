import { useMemo } from "react";
import { endOf } from "../../components/breakdown-data";
import { IntervalLine } from "../../components/interval-line";
import { LoansLink } from "../../components/loans-link";
import { Pick } from "../../components/pick";
import { type Column, DataTable } from "../../components/table";
import { asCount, asInterval, asParts, asPercent, asRate } from "../../lib/format";
import { type BranchColumn, rankings } from "../../lib/sorts";
import type { Definition } from "../../lib/words";
import { type Place, positions, rankWords, rateWords, sumWords } from "./league-data";

type Props = {
  places: Place[];
  /** The rate of all branches together. */
  overall: number | null | undefined;
  definition: Definition;
  sort: (typeof rankings)[number];
  onSort: (by: string) => void;
  columns: string | undefined;
  onColumns: (columns: string | undefined) => void;
  onSelect: (branchId: string) => void;
};

/** Branches ranked by the API, with what each figure leaves to chance beside it. */
export function LeagueTable(props: Props) {
  const { places, overall, definition, sort, onSort, columns: shown, onColumns, onSelect } = props;
  const columns = useMemo(
    () => columnsOf(places, overall, definition, onSelect),
    [places, overall, definition, onSelect],
  );
  return (
    <DataTable
      label="Branches"
      rows={places}
      columns={columns}
      keyOf={(p) => p.key}
      isChosen={(p) => p.isChosen}
      // The API ranks with the largest first, and in no other way.
      order={{ by: `-${sort}`, columns: rankings, onChange: (by) => onSort(by.replace(/^-/, "")) }}
      shown={{ columns: shown, onChange: onColumns }}
    />
  );
}

type BranchesColumn = Column<Place> & { id: BranchColumn };

function columnsOf(
  places: Place[],
  overall: number | null | undefined,
  definition: Definition,
  onSelect: (branchId: string) => void,
): BranchesColumn[] {
  // A book without rates would fill three columns with the word unknown.
  const hasRates = places.some((p) => p.row.interestRate.simple != null);
  const end = endOf(places.map((p) => p.row)) || 1;
  const interest = "Average interest rate";
  return [
    {
      id: "branch",
      head: "Branch",
      isText: true,
      cell: (p) => (
        <Pick isChosen={p.isChosen} onPick={() => onSelect(p.key)}>
          {p.name}
        </Pick>
      ),
    },
    { id: "region", head: "Region", isText: true, cell: (p) => p.row.region ?? "unknown" },
    {
      id: "loans",
      head: "Loans",
      cell: (p) => (
        <LoansLink count={p.row.loans} also={{ branchId: [p.key] }}>
          {asCount(p.row.loans)}
        </LoansLink>
      ),
    },
    { id: "outstanding", head: "Outstanding", cell: (p) => sumWords(p.row) },
    { id: "defaultRate", head: "Default rate", cell: (p) => rateWords(p.row) },
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
      cell: ({ row: { default: rate } }) => (rate.adjusted == null ? "–" : asPercent(rate.adjusted)),
    },
    { id: "rank", head: "Place (95 %)", cell: (p) => rankWords(p.row.rank) },
    {
      id: "position",
      head: "In the funnel",
      isText: true,
      cell: ({ row: { position } }) =>
        position ? <span className={`position ${position}`}>{positions[position]}</span> : "–",
    },
    ...(hasRates
      ? ([
          { id: "interestRate", under: interest, head: "simple", cell: (p) => rateOf(p, "simple") },
          { id: "byAmount", under: interest, head: "by amount", cell: (p) => rateOf(p, "amountWeighted") },
          {
            id: "byBalance",
            under: interest,
            head: "by balance",
            cell: (p) => rateOf(p, "outstandingWeighted"),
          },
        ] satisfies BranchesColumn[])
      : []),
  ];
}

const rateOf = ({ row }: Place, way: keyof Place["row"]["interestRate"]) =>
  row.loans === 0 ? "–" : asRate(row.interestRate[way]);
