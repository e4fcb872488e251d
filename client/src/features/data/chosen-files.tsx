import { useMemo } from "react";
import { type Column, DataTable } from "../../components/table";
import type { Schemas } from "../../lib/api";
import { asSize } from "../../lib/format";
import { filesInWords, missing, readAs } from "./files-data";

type Props = {
  files: readonly File[];
  profile: Schemas["ProfileItem"] | undefined;
  onRemove: (file: File) => void;
};

/** The files as the chosen profile sees them. */
export function ChosenFiles({ files, profile, onRemove }: Props) {
  const names = files.map((f) => f.name);
  const columns = useMemo<Column<File>[]>(
    () => [
      { id: "name", head: "File", isText: true, value: (f) => f.name, cell: (f) => f.name },
      { id: "size", head: "Size", value: (f) => f.size, cell: (f) => asSize(f.size) },
      {
        id: "read",
        head: "Read by the profile",
        isText: true,
        cell: (f) =>
          !profile
            ? "none chosen"
            : readAs(
                  profile,
                  f.name,
                  files.map((o) => o.name),
                )
              ? "yes"
              : "no, it will be left out",
      },
      {
        id: "remove",
        head: "Take off",
        cell: (f) => (
          <button
            type="button"
            className="quiet"
            aria-label={`Take off ${f.name}`}
            onClick={() => onRemove(f)}
          >
            Take off
          </button>
        ),
      },
    ],
    [profile, files, onRemove],
  );
  const lacking = profile ? missing(profile, names) : [];
  return (
    <>
      <DataTable label="Chosen files" rows={files} columns={columns} keyOf={(f) => f.name} />
      {profile && !names.some((n) => readAs(profile, n, names)) ? (
        <p className="warning" role="status">
          None of these files has a name that the profile {profile.name} reads. It reads{" "}
          {filesInWords(profile)}.
        </p>
      ) : (
        lacking.length > 0 && (
          <p className="warning" role="status">
            The profile {profile?.name} also needs {lacking.join(", ")}.
          </p>
        )
      )}
    </>
  );
}
