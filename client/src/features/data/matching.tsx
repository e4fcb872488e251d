import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { Failure } from "../../components/failure";
import { Field } from "../../components/field";
import type { Problem, Schemas } from "../../lib/api";
import { asCount } from "../../lib/format";
import { TableTable } from "./count-tables";
import { isCut } from "./files-data";
import type { Order } from "./get-imports";
import { matching, saveProfile } from "./get-matching";
import { profiles } from "./get-profiles";
import { MappedTables } from "./mapped-tables";
import { MatchedColumnItem } from "./matched-column";
import { asProfileName, type Choice, chosen, open, shapeOf } from "./matching-data";
import { tablesOf } from "./preview-data";
import { RejectTable } from "./reject-table";

type Props = {
  files: readonly File[];
  order: () => Promise<Order>;
  known: readonly Schemas["ProfileItem"][];
  /** The profile is kept, and the files are read by it from now on. */
  onSaved: (name: string) => void;
};

/** Which column of a stranger's files is what: suggested, mended by hand, and kept as a profile. */
export function Matching({ files, order, known, onSaved }: Props) {
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const [choices, setChoices] = useState<Choice[]>([]);
  const query = useQuery(
    matching(
      order,
      files,
      files.some((f) => isCut(f, files)),
      choices,
    ),
  );
  const found = query.data?.matching;
  const isFound = found !== undefined && found !== null;
  // The reader asked for it, and it comes below what was filled in.
  useEffect(() => {
    if (isFound) heading.current?.focus();
  }, [isFound]);
  if (query.isPending) return <p role="status">The files are looked at…</p>;
  return (
    <section className="preview" aria-labelledby={id} aria-busy={query.isFetching}>
      <h3 id={id} ref={heading} tabIndex={-1}>
        How the files might be read
      </h3>
      {query.isError && <Failure problem={query.error as Problem} retry={() => void query.refetch()} />}
      {query.data && found && (
        <>
          <p className="reading">
            Look at each column: what it is taken for, and how its values are read. Mend what is wrong, then
            keep it as a profile. Nothing is loaded yet.
          </p>
          {found.files.map((f) => (
            <div key={f.name}>
              <h4>
                {f.name}: {asCount(f.columns.length)} columns
              </h4>
              <p className="soft">
                {shapeOf(f)} {asCount(f.sampled)} rows were looked at
                {f.whole ? "." : ", from the beginning of the file."}
              </p>
              <ol className="matches">
                {f.columns.map((c) => (
                  <MatchedColumnItem
                    key={c.name}
                    column={c}
                    fields={found.fields}
                    choice={choices.find((x) => x.file === f.name && x.column === c.name)}
                    onChoose={(said) => setChoices((all) => chosen(all, f.name, c.name, said))}
                  />
                ))}
              </ol>
            </div>
          ))}
          <Outcome preview={query.data} />
          <Keep
            first={files[0]?.name ?? ""}
            questions={open(found)}
            isComplete={found.missing.length === 0}
            profile={found.profile}
            isBusy={query.isFetching}
            known={known}
            onSaved={onSaved}
          />
        </>
      )}
    </section>
  );
}

/** The first rows as they would be mapped. */
function Outcome({ preview }: { preview: Schemas["ImportPreview"] }) {
  const tables = tablesOf(preview);
  if (tables.length === 0) return null;
  return (
    <>
      <h4>What would come of it</h4>
      <TableTable tables={tables} />
      <MappedTables key={tables.map((t) => t.table).join()} tables={tables} rejects={preview.rejects} />
      {preview.rejects.length > 0 && (
        <>
          <h4>Rows that would be refused</h4>
          <RejectTable label="Rows that would be refused" rejects={preview.rejects} />
        </>
      )}
    </>
  );
}

type KeepProps = Pick<Props, "known" | "onSaved"> & {
  first: string;
  questions: readonly string[];
  isComplete: boolean;
  profile: Schemas["ProfileDeclaration"];
  isBusy: boolean;
};

/** Keeps what was agreed to under a name. */
function Keep({ first, questions, isComplete, profile, isBusy, known, onSaved }: KeepProps) {
  const queries = useQueryClient();
  const [name, setName] = useState(() => asProfileName(first));
  const same = known.find((p) => p.name === name);
  const save = useMutation({
    mutationFn: async () => {
      await saveProfile(name, profile, same !== undefined);
      // The list must have it before it can be chosen.
      await queries.invalidateQueries(profiles());
    },
  });
  const submit = (e: FormEvent) => {
    e.preventDefault();
    save.mutate(undefined, { onSuccess: () => onSaved(name) });
  };
  return (
    <form onSubmit={submit}>
      <h4>Keep it as a profile</h4>
      {questions.map((q) => (
        <p key={q} className="warning">
          {q}
        </p>
      ))}
      <div className="fields">
        <Field
          name="Name of the profile"
          required
          pattern="[a-z0-9][a-z0-9\-]{0,62}"
          title="Small letters, digits and hyphens"
          help={
            same?.builtIn
              ? "A built-in profile has this name: take another."
              : same
                ? "A profile of this name was saved before; it is replaced."
                : "Small letters, digits and hyphens. Imports, the command line too, name it so."
          }
          value={name}
          onChange={setName}
        />
      </div>
      <div className="steps">
        <button
          type="submit"
          className="primary"
          disabled={isBusy || save.isPending || !isComplete || same?.builtIn === true}
        >
          {save.isPending ? "Saving…" : "Save the profile"}
        </button>
        {!isComplete && <p className="soft">Each required field (*) needs a column first.</p>}
      </div>
      {save.isError && <Failure problem={save.error as Problem} />}
    </form>
  );
}
