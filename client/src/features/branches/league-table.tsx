import { useMemo } from "react";
import { DataTable } from "../../components/table";
import { rankings } from "../../lib/sorts";
import type { Definition } from "../../lib/words";
import type { Place } from "./league-data";
import { placeColumns } from "./place-columns";

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
    () => placeColumns({ filter: "branchId", places, overall, definition, onSelect }),
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
