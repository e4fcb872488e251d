import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useSearchParams } from "react-router";
import { Failure } from "../../components/failure";
import { Field } from "../../components/field";
import { put } from "../../lib/address";
import type { Problem } from "../../lib/api";
import { segmentations, startSegmentation } from "./get-segmentations";

/** Asks for a new segmentation; the page then follows it. */
export function SegmentForm({ isFirst }: { isFirst: boolean }) {
  const heading = useId();
  const [k, setK] = useState("4");
  const [seed, setSeed] = useState("1");
  const [restarts, setRestarts] = useState("50");
  const [, setSearch] = useSearchParams();
  const queries = useQueryClient();
  const start = useMutation({
    mutationFn: startSegmentation,
    onSuccess: (run) => {
      // The list knows the new one before the address names it.
      queries.setQueryData(segmentations().queryKey, (all) => [run, ...(all ?? [])]);
      setSearch((s) => put(put(s, "segmentation", run.segmentationId), "segment", undefined));
      return queries.invalidateQueries(segmentations());
    },
  });
  const submit = (e: FormEvent) => {
    e.preventDefault();
    start.mutate({ k: Number(k), seed: Number(seed), restarts: Number(restarts) });
  };
  return (
    <section className={`card span-${isFirst ? 12 : 6}`} aria-labelledby={heading}>
      <header>
        <h2 id={heading}>{isFirst ? "No segments were made yet" : "Make new segments"}</h2>
      </header>
      {isFirst && (
        <p className="lead">
          Segments are groups of borrowers alike in age, income and employment, found by k‑means. They show
          who borrows, what each group owes, and which groups default more.
        </p>
      )}
      <form className="fields" onSubmit={submit}>
        <Field
          type="number"
          required
          step={1}
          name="Number of segments (k)"
          help="2 to 20. Four is a good beginning; more segments are smaller and harder to tell apart."
          value={k}
          onChange={setK}
          min={2}
          max={20}
        />
        <Field
          type="number"
          required
          step={1}
          name="Seed"
          help="Any whole number. The same seed on the same data gives the same segments."
          value={seed}
          onChange={setSeed}
          min={0}
          max={2147483000}
        />
        <Field
          type="number"
          required
          step={1}
          name="Starts"
          help="1 to 200 random starts, of which the best is kept. More take longer and miss less."
          value={restarts}
          onChange={setRestarts}
          min={1}
          max={200}
        />
        <button type="submit" className="primary" disabled={start.isPending}>
          {start.isPending ? "Starting…" : "Make segments"}
        </button>
      </form>
      {start.isError && <Failure problem={start.error as Problem} />}
    </section>
  );
}
