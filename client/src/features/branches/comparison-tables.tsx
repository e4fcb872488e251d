import { useMemo } from "react";
import { LoansLink } from "../../components/loans-link";
import { Pick } from "../../components/pick";
import { type Column, DataTable } from "../../components/table";
import type { Schemas } from "../../lib/api";
import { nameOf } from "../../lib/dimensions";
import { asFinePoints, asParts, asPercent } from "../../lib/format";
import type { Definition } from "../../lib/words";
import type { Figure, Reason } from "./comparison-data";

type FiguresProps = {
  figures: Figure[];
  compared: Schemas["BranchComparison"];
  /** Whether the list of loans counts what the figures count. */
  isListed: boolean;
};

/** Two branches, figure by figure. */
export function FiguresTable({ figures, compared, isListed }: FiguresProps) {
  const columns = useMemo<Column<Figure>[]>(() => {
    const side = (place: "left" | "right"): Column<Figure> => ({
      id: place,
      head: compared[place].name,
      cell: (f) =>
        f.key === "loans" && isListed ? (
          <LoansLink count={compared[place].loans} also={{ branchId: [compared[place].branchId] }}>
            {f[place]}
          </LoansLink>
        ) : (
          f[place]
        ),
    });
    return [
      { id: "figure", head: "Figure", isText: true, cell: (f) => f.label },
      side("left"),
      side("right"),
    ];
  }, [compared, isListed]);
  return (
    <DataTable label="Two branches side by side" rows={figures} columns={columns} keyOf={(f) => f.key} />
  );
}

type ReasonsProps = {
  reasons: Reason[];
  compared: Schemas["BranchComparison"];
  definition: Definition;
  onSelect: (group: string) => void;
};

/** The difference, group by group. */
export function ReasonsTable({ reasons, compared, definition, onSelect }: ReasonsProps) {
  const columns = useMemo(
    () => reasonColumns(compared, definition, onSelect),
    [compared, definition, onSelect],
  );
  return (
    <DataTable
      label="What makes the difference"
      rows={reasons}
      columns={columns}
      keyOf={(r) => r.key}
      isChosen={(r) => r.isChosen}
    />
  );
}

function reasonColumns(
  compared: Schemas["BranchComparison"],
  definition: Definition,
  onSelect: (group: string) => void,
): Column<Reason>[] {
  const side = (place: "left" | "right"): Column<Reason>[] => [
    {
      id: `${place}-share`,
      under: compared[place].name,
      head: "Share",
      value: (r) => r[place].share,
      cell: (r) => asPercent(r[place].share),
    },
    {
      id: `${place}-rate`,
      under: compared[place].name,
      head: "Default rate",
      value: (r) => r[place].default.rate,
      cell: (r) => (r[place].loans === 0 ? "no loans" : asPercent(r[place].default.rate)),
    },
    {
      id: `${place}-parts`,
      under: compared[place].name,
      head: "Defaulted of",
      cell: (r) => (r[place].loans === 0 ? "–" : asParts(r[place].default, definition)),
    },
  ];
  const points = "Points of difference from";
  return [
    {
      id: "group",
      head: nameOf(compared.why.by),
      isText: true,
      cell: (r) => (
        <Pick isChosen={r.isChosen} onPick={() => onSelect(r.key)}>
          {r.label}
        </Pick>
      ),
    },
    ...side("left"),
    ...side("right"),
    {
      id: "rateEffect",
      under: points,
      head: "own rate",
      value: (r) => r.rateEffect,
      cell: (r) => asFinePoints(r.rateEffect),
    },
    {
      id: "mixEffect",
      under: points,
      head: "share",
      value: (r) => r.mixEffect,
      cell: (r) => asFinePoints(r.mixEffect),
    },
  ];
}
