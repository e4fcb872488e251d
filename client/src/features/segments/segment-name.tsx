import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { Pick } from "../../components/pick";
import { Problem, type Schemas } from "../../lib/api";
import { renameSegment } from "./get-segments";
import { titleOf } from "./segments-data";

type Props = {
  segment: Schemas["Segment"];
  sign: React.ReactNode;
  isChosen: boolean;
  /** Without it the segment is no filter: it is not published. */
  onPick?: () => void;
};

/** A segment's name: adds its filter, and can be changed where it stands. */
export function SegmentName({ segment, sign, isChosen, onPick }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  if (isOpen) return <NameForm segment={segment} onEnd={() => setIsOpen(false)} />;
  return (
    <span className="segment-name">
      {sign}
      {onPick ? (
        <Pick isChosen={isChosen} onPick={onPick}>
          {titleOf(segment)}
        </Pick>
      ) : (
        titleOf(segment)
      )}
      <button
        type="button"
        className="quiet small"
        aria-label={`Rename ${titleOf(segment)}`}
        onClick={() => setIsOpen(true)}
      >
        Rename
      </button>
    </span>
  );
}

function NameForm({ segment, onEnd }: { segment: Schemas["Segment"]; onEnd: () => void }) {
  const [name, setName] = useState(segment.name);
  const id = useId();
  const queries = useQueryClient();
  const rename = useMutation({
    mutationFn: () => renameSegment(segment.segmentationId, segment.id, name, segment.nameTag),
    // Every answer that names segments is another one now.
    onSuccess: () => queries.invalidateQueries().then(onEnd),
    onError: () => queries.invalidateQueries({ queryKey: ["segments"] }),
  });
  const submit = (e: FormEvent) => {
    e.preventDefault();
    rename.mutate();
  };
  const message = rename.error instanceof Problem ? rename.error.message : rename.error && "It failed.";
  return (
    <form className="segment-name" onSubmit={submit} onKeyDown={(e) => e.key === "Escape" && onEnd()}>
      <label className="hidden" htmlFor={id}>
        Name of segment {segment.id}
      </label>
      <input
        id={id}
        value={name}
        required
        maxLength={100}
        // biome-ignore lint/a11y/noAutofocus: the reader has just asked to write here
        autoFocus
        onChange={(e) => setName(e.target.value)}
      />
      <button type="submit" disabled={rename.isPending || name.trim() === ""}>
        Save
      </button>
      <button type="button" className="quiet" onClick={onEnd}>
        Leave it
      </button>
      {message && <span role="alert">{message}</span>}
    </form>
  );
}
