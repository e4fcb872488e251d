import { useMemo } from "react";
import { DataTable } from "../../components/table";
import type { Definition } from "../../lib/words";
import type { Place } from "./league-data";
import { placeColumns } from "./place-columns";

type Props = {
  places: Place[];
  /** The rate of all regions together. */
  overall: number | null | undefined;
  definition: Definition;
  onSelect: (region: string) => void;
};

/** The figures of the regions, as those of the branches. */
export function RegionTable({ places, overall, definition, onSelect }: Props) {
  const columns = useMemo(
    () => placeColumns({ filter: "region", places, overall, definition, onSelect }),
    [places, overall, definition, onSelect],
  );
  return (
    <DataTable
      label="Regions"
      rows={places}
      columns={columns}
      keyOf={(p) => p.key}
      isChosen={(p) => p.isChosen}
    />
  );
}
