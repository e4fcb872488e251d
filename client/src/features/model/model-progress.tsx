import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import type { Schemas } from "../../lib/api";
import { asPercent } from "../../lib/format";
import { cancelModel, models } from "./get-models";
import { phaseWords } from "./models-data";

/** A model that is being made: what it does, how far it is, and a way to stop it. */
export function ModelProgress({ model }: { model: Schemas["RiskModelStatus"] }) {
  const heading = useId();
  const queries = useQueryClient();
  const { phase, progress, modelId } = model;
  const cancel = useMutation({
    mutationFn: () => cancelModel(modelId),
    // One that has ended meanwhile cannot be stopped; the list says how it ended.
    onSettled: () => queries.invalidateQueries(models()),
  });
  return (
    <section className="card span-12" aria-labelledby={heading}>
      <header>
        <h2 id={heading}>Making a model of the chance of default</h2>
      </header>
      <div className="progress">
        <progress aria-labelledby={heading} max={1} value={progress} />
        <span>{asPercent(progress)}</span>
        <button type="button" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
          {cancel.isPending ? "Cancelling…" : "Cancel"}
        </button>
      </div>
      <footer>
        <p>{phase && `${phaseWords[phase]}. `}You may leave this page; the address leads back.</p>
      </footer>
    </section>
  );
}
