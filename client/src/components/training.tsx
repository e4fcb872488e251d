import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { Link } from "react-router";
import { asPercent } from "../lib/format";

type ProgressProps = {
  title: string;
  /** What it does, in words. */
  says: string;
  /** The share of it that is done, 0..1. */
  progress: number;
  cancel: () => Promise<unknown>;
  /** The list that says how it ended. */
  list: { queryKey: QueryKey };
};

/** Something that is being made: what it does, how far it is, and a way to stop it. */
export function TrainingProgress({ title, says, progress, cancel, list }: ProgressProps) {
  const heading = useId();
  const queries = useQueryClient();
  const stop = useMutation({
    mutationFn: cancel,
    // One that has ended meanwhile cannot be stopped; the list says how it ended.
    onSettled: () => queries.invalidateQueries(list),
  });
  return (
    <section className="card span-12" aria-labelledby={heading}>
      <header>
        <h2 id={heading}>{title}</h2>
      </header>
      <div className="progress">
        <progress aria-labelledby={heading} max={1} value={progress} />
        <span>{asPercent(progress)}</span>
        <button type="button" disabled={stop.isPending} onClick={() => stop.mutate()}>
          {stop.isPending ? "Cancelling…" : "Cancel"}
        </button>
      </div>
      <footer>
        <p>{says}You may leave this page; the address leads back.</p>
      </footer>
    </section>
  );
}

type EndedProps = { title: string; state: string; detail: string | null | undefined };

/** One that ended without a result, and why. */
export function TrainingEnded({ title, state, detail }: EndedProps) {
  return (
    <section className="card span-12" role="status">
      <h2>{title}</h2>
      <p>
        {state === "cancelled" ? "Nothing of it was kept." : detail} Make it anew below, or open an earlier
        one.
      </p>
    </section>
  );
}

/** The address names one that is not in the list. */
export function NoSuchTraining({ title, newest }: { title: string; newest: string }) {
  return (
    <section className="card span-12" role="status">
      <h2>{title}</h2>
      <p>
        The address names one that was not made here, or is too old to be listed.{" "}
        <Link to={newest}>Show the newest</Link>
      </p>
    </section>
  );
}
