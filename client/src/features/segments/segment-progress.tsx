import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import type { Schemas } from "../../lib/api";
import { asPercent } from "../../lib/format";
import { cancelSegmentation, segmentations } from "./get-segmentations";
import { phaseWords } from "./segmentations-data";

/** A segmentation that is being made: what it does, how far it is, and a way to stop it. */
export function SegmentProgress({ segmentation }: { segmentation: Schemas["SegmentationStatus"] }) {
  const heading = useId();
  const queries = useQueryClient();
  const { k, kFrom, kTo, phase, progress, restarts } = segmentation;
  const cancel = useMutation({
    mutationFn: () => cancelSegmentation(segmentation.segmentationId),
    // One that has ended meanwhile cannot be stopped; the list says how it ended.
    onSettled: () => queries.invalidateQueries(segmentations()),
  });
  return (
    <section className="card span-12" aria-labelledby={heading}>
      <header>
        <h2 id={heading}>Making {k ?? `${kFrom} to ${kTo}`} segments</h2>
      </header>
      <div className="progress">
        <progress aria-labelledby={heading} max={1} value={progress} />
        <span>{asPercent(progress)}</span>
        <button type="button" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
          {cancel.isPending ? "Cancelling…" : "Cancel"}
        </button>
      </div>
      <footer>
        <p>
          {phase && `${phaseWords[phase]}. `}The best of {restarts} starts is kept. You may leave this page;
          the address leads back.
        </p>
      </footer>
    </section>
  );
}
