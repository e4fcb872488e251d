import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import type { Schemas } from "../../lib/api";
import { asPercent } from "../../lib/format";
import { cancelSegmentation, segmentations } from "./get-segmentations";

/** A segmentation that is being made: how far it is, and a way to stop it. */
export function SegmentProgress({ segmentation }: { segmentation: Schemas["SegmentationStatus"] }) {
  const heading = useId();
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => cancelSegmentation(segmentation.segmentationId),
    // One that has ended meanwhile cannot be stopped; the list says how it ended.
    onSettled: () => queries.invalidateQueries(segmentations()),
  });
  return (
    <section className="card span-12" aria-labelledby={heading}>
      <header>
        <h2 id={heading}>Making {segmentation.k} segments</h2>
      </header>
      <div className="progress">
        <progress aria-labelledby={heading} max={1} value={segmentation.progress} />
        <span>{asPercent(segmentation.progress)}</span>
        <button type="button" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
          {cancel.isPending ? "Cancelling…" : "Cancel"}
        </button>
      </div>
      <footer>
        <p>
          The best of {segmentation.restarts} starts is kept. You may leave this page; the address leads back.
        </p>
      </footer>
    </section>
  );
}
