import { useMemo } from "react";
import type { FunnelPoint } from "../../components/charts/funnel";
import { Pick } from "../../components/pick";
import { type Column, DataTable } from "../../components/table";
import { asInterval, asPercent } from "../../lib/format";

type Props = { points: FunnelPoint[]; onSelect: (branchId: string) => void };

/** The funnel's figures: each branch's rate, and what chance would give to one of its size. */
export function FunnelTable({ points, onSelect }: Props) {
  const columns = useMemo(() => columnsOf(onSelect), [onSelect]);
  return (
    <DataTable
      label="Branches against the funnel"
      rows={points}
      columns={columns}
      keyOf={(p) => p.key}
      isChosen={(p) => p.isChosen}
    />
  );
}

const columnsOf = (onSelect: Props["onSelect"]): Column<FunnelPoint>[] => [
  {
    id: "branch",
    head: "Branch",
    isText: true,
    value: (p) => p.label,
    cell: (p) => (
      <Pick isChosen={p.isChosen} onPick={() => onSelect(p.key)}>
        {p.label}
      </Pick>
    ),
  },
  { id: "parts", head: "Defaulted of", value: (p) => p.size, cell: (p) => p.parts },
  { id: "rate", head: "Default rate", value: (p) => p.rate, cell: (p) => asPercent(p.rate) },
  { id: "95", head: "95 % limits", cell: (p) => asInterval(p.limits?.low95, p.limits?.high95) },
  { id: "998", head: "99.8 % limits", cell: (p) => asInterval(p.limits?.low998, p.limits?.high998) },
  { id: "position", head: "In the funnel", isText: true, cell: (p) => p.position ?? "–" },
];
