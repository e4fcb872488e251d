import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { Problem, type Schemas } from "../../lib/api";
import { recordNote, watchNote } from "./get-watch-list";
import { draftOf, noteOf, outcomeWords, statusWords, toBody } from "./watch-list-data";

type Props = { loan: Schemas["WatchLoan"]; isOpen: boolean; onToggle: (isOpen: boolean) => void };

/** What is recorded of a loan, and a way to record more where it stands. */
export function WatchNote({ loan, isOpen, onToggle }: Props) {
  if (isOpen) return <NoteForm note={loan.note} onEnd={() => onToggle(false)} />;
  return (
    <p className="note">
      <span className={loan.note.changedAt ? undefined : "soft"}>{noteOf(loan.note)}</span>
      <button
        type="button"
        className="quiet small"
        aria-label={`Record loan ${loan.loanId}`}
        onClick={() => onToggle(true)}
      >
        Record
      </button>
    </p>
  );
}

function NoteForm({ note, onEnd }: { note: Schemas["WatchNoteItem"]; onEnd: () => void }) {
  const { loanId } = note;
  const [draft, setDraft] = useState(() => draftOf(note));
  const [theirs, setTheirs] = useState<Schemas["WatchNoteItem"]>();
  const [status, owner, outcome, text] = [useId(), useId(), useId(), useId()];
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: ["watch list"] });
  const record = useMutation({
    mutationFn: (tag: string) => recordNote(loanId, tag, toBody(draft)),
    onSuccess: () => refresh().then(onEnd),
    onError: async (e) => {
      if (e instanceof Problem && e.status === 412) setTheirs(await watchNote(loanId));
    },
  });
  const submit = (e: FormEvent) => {
    e.preventDefault();
    record.mutate(theirs?.noteTag ?? note.noteTag);
  };
  const set = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change });
  const isFirst = record.error instanceof Problem && record.error.status === 412;
  return (
    <form
      className="note-form"
      aria-label={`Record of loan ${loanId}`}
      onSubmit={submit}
      onKeyDown={(e) => e.key === "Escape" && onEnd()}
    >
      <label htmlFor={status}>
        Status
        <select
          id={status}
          value={draft.status}
          // biome-ignore lint/a11y/noAutofocus: the reader has just asked to write here
          autoFocus
          onChange={(e) => set({ status: e.target.value as typeof draft.status })}
        >
          {Object.entries(statusWords).map(([key, words]) => (
            <option key={key} value={key}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <label htmlFor={owner}>
        Owner
        <input
          id={owner}
          value={draft.owner}
          maxLength={100}
          onChange={(e) => set({ owner: e.target.value })}
        />
      </label>
      <label htmlFor={outcome}>
        Outcome
        <select id={outcome} value={draft.outcome} onChange={(e) => set({ outcome: e.target.value })}>
          <option value="">none yet</option>
          {Object.entries(outcomeWords).map(([key, words]) => (
            <option key={key} value={key}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <label htmlFor={text} className="long">
        Note
        <input
          id={text}
          value={draft.note}
          maxLength={2000}
          onChange={(e) => set({ note: e.target.value })}
        />
      </label>
      <button type="submit" disabled={record.isPending}>
        {record.isPending ? "Saving…" : theirs ? "Record mine instead" : "Save"}
      </button>
      <button type="button" className="quiet" onClick={onEnd}>
        Leave it
      </button>
      {record.isError && (
        <p role="alert" className="failure">
          {isFirst && theirs ? (
            <>
              {record.error.message} Recorded now: {noteOf(theirs)}{" "}
              <button type="button" onClick={() => void refresh().then(onEnd)}>
                Take theirs
              </button>
            </>
          ) : (
            record.error.message
          )}
        </p>
      )}
    </form>
  );
}
