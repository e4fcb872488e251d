import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useRef, useState } from "react";
import { Failure } from "../../components/failure";
import { Field } from "../../components/field";
import type { Problem } from "../../lib/api";
import { asDate, asPercent, asSize } from "../../lib/format";
import { ChosenFiles } from "./chosen-files";
import { FileChoice } from "./file-choice";
import { isCut, isTooLarge, joined, readAs, suggested, toExpect, toPreview, withoutDate } from "./files-data";
import { type Import, type Order, previewImport, startImport } from "./get-imports";
import { profiles } from "./get-profiles";
import { Matching } from "./matching";
import { ModeChoice } from "./mode-choice";
import { Preview } from "./preview";
import { CanonicalFiles, ProfileChoice } from "./profile-choice";

type Draft = Omit<Order, "files" | "expect" | "profile"> & {
  files: File[];
  /** None until one is chosen; null for files that no profile describes. */
  profile?: string | null;
  expect: Record<string, string>;
};
type Props = {
  hasBook: boolean;
  /** The import is taken in; `isSame` where these very data are published already. */
  onStarted: (run: Import, isSame: boolean) => void;
};

const nothing: Draft = { files: [], asOf: "", mode: "replace", expect: {} };
const totals = {
  loans: "Number of loans",
  principal: "Amount lent",
  amountPaid: "Repaid",
  outstanding: "Outstanding",
};

/** Files, how they are read, a look at what would become of them, and the loading itself. */
export function ImportForm({ hasBook, onStarted }: Props) {
  const heading = useId();
  const [draft, setDraft] = useState(nothing);
  const [sent, setSent] = useState(0);
  const [isMatching, setIsMatching] = useState(false);
  const [saved, setSaved] = useState<string>();
  const sending = useRef<AbortController>(undefined);
  const known = useQuery(profiles());
  const all = known.data?.items ?? [];
  const { files } = draft;
  const fitting = suggested(
    all,
    files.map((f) => f.name),
  );
  const profile = draft.profile === null ? undefined : (all.find((p) => p.name === draft.profile) ?? fitting);
  const names = files.map((f) => f.name);
  const order = async (isPreview: boolean): Promise<Order> => ({
    ...draft,
    profile: profile?.name ?? "",
    expect: toExpect(draft.expect),
    files: await Promise.all(
      files.map(async (f) => ({
        // The server knows a file by its name to the letter.
        name: (profile && readAs(profile, f.name, names)) ?? f.name,
        content: isPreview ? await toPreview(f, files) : f,
      })),
    ),
  });
  const preview = useMutation({
    mutationFn: async () =>
      previewImport(
        await order(true),
        files.some((f) => isCut(f, files)),
      ),
  });
  const load = useMutation({
    mutationFn: async () => {
      sending.current = new AbortController();
      setSent(0);
      return startImport(await order(false), setSent, sending.current.signal);
    },
  });
  const start = () =>
    load.mutate(undefined, {
      // Said to this call, not to the mutation: a reader who has gone to another page is not called back.
      onSuccess: ({ run, isSame }) => {
        setDraft(nothing);
        preview.reset();
        onStarted(run, isSame);
      },
    });
  const change = (part: Partial<Draft>) => {
    setDraft((d) => ({ ...d, ...part }));
    if (part.files || part.profile !== undefined) setIsMatching(false);
    // What was previewed is no longer what would be loaded.
    preview.reset();
    load.reset();
  };
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (profile) preview.mutate();
    else setIsMatching(true);
  };
  const tooLarge = isTooLarge(files);
  const wasGivenUp = load.error instanceof DOMException;
  return (
    <section className="card span-12" aria-labelledby={heading}>
      <header>
        <h2 id={heading}>{hasBook ? "What do you want to load?" : "No data are loaded yet"}</h2>
      </header>
      <p className="lead">See what would become of the files before anything is loaded.</p>
      {known.isError && <Failure problem={known.error as Problem} retry={() => void known.refetch()} />}
      <form className="import" onSubmit={submit}>
        <fieldset disabled={load.isPending} className="plain">
          <FileChoice
            isFirst={files.length === 0}
            onFiles={(more) => change({ files: joined(files, more) })}
          />
          {files.length === 0 ? (
            <CanonicalFiles />
          ) : (
            <>
              <ChosenFiles
                files={files}
                profile={profile}
                onRemove={(f) => change({ files: files.filter((other) => other !== f) })}
              />
              {fitting === undefined && draft.profile === undefined && all.length > 0 && (
                <p className="reading" role="status">
                  No profile reads files of these names: see below how they might be read, or choose a
                  profile.
                </p>
              )}
              <ProfileChoice
                profiles={all}
                chosen={profile}
                suggested={fitting}
                onChoose={(name) => change({ profile: name })}
              />
              {saved && profile?.name === saved && (
                <p className="reading" role="status">
                  The profile {saved} is saved, and reads the files now. See what would be loaded.
                </p>
              )}
              {hasBook && <ModeChoice mode={draft.mode} onChoose={(mode) => change({ mode })} />}
              <div className="fields">
                <Field
                  name="Date of the data"
                  type="date"
                  help={profile ? withoutDate(profile, asDate) : ""}
                  value={draft.asOf}
                  onChange={(asOf) => change({ asOf })}
                />
              </div>
              <details>
                <summary>Totals that the extract must have, if you know them</summary>
                <p className="soft">
                  Loading stops before anything changes where the files add up to something else.
                </p>
                <div className="fields">
                  {Object.entries(totals).map(([id, name]) => (
                    <Field
                      key={id}
                      name={name}
                      type="number"
                      step="any"
                      value={draft.expect[id] ?? ""}
                      onChange={(value) => change({ expect: { ...draft.expect, [id]: value } })}
                    />
                  ))}
                </div>
              </details>
              {tooLarge && (
                <p className="warning" role="status">
                  The files are too large to be looked at first: of text files the beginning is enough, but
                  Parquet files must be sent whole, together at most {asSize(64_000_000)}. They can be loaded
                  all the same.
                </p>
              )}
              <div className="steps">
                <button
                  type="submit"
                  className={preview.data || isMatching ? undefined : "primary"}
                  disabled={preview.isPending || tooLarge || all.length === 0}
                >
                  {preview.isPending ? "Looking…" : profile ? "Preview" : "See how they might be read"}
                </button>
                {(tooLarge || preview.isError) && profile && (
                  <button type="button" onClick={start}>
                    Load without a preview
                  </button>
                )}
              </div>
            </>
          )}
        </fieldset>
      </form>
      {isMatching && !profile && !tooLarge && (
        <Matching
          // Other files are matched anew.
          key={names.join("/")}
          files={files}
          order={() => order(true)}
          known={all}
          onSaved={(name) => {
            setSaved(name);
            change({ profile: name });
          }}
        />
      )}
      {preview.isError && <Failure problem={preview.error as Problem} />}
      {preview.data && <Preview preview={preview.data} isBusy={load.isPending} onLoad={start} />}
      {load.isPending && (
        <div className="progress">
          <progress aria-label="Sending the files" max={1} value={sent} />
          <span>{asPercent(sent)}</span>
          <button type="button" onClick={() => sending.current?.abort()}>
            Cancel
          </button>
        </div>
      )}
      {wasGivenUp && <p role="status">Sending was cancelled; nothing was loaded.</p>}
      {load.isError && !wasGivenUp && <Failure problem={load.error as Problem} />}
    </section>
  );
}
