import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useSearchParams } from "react-router";
import { Failure } from "../../components/failure";
import { Field } from "../../components/field";
import { toggledName } from "../../components/training-data";
import { put } from "../../lib/address";
import type { Problem, Schemas } from "../../lib/api";
import { asCount } from "../../lib/format";
import { features, segmentations, startSegmentation } from "./get-segmentations";

const usual = ["age", "income", "employment"];

/** Asks for a new segmentation; the page then follows it. */
export function SegmentForm({ isFirst }: { isFirst: boolean }) {
  const heading = useId();
  const known = useQuery(features());
  const all = known.data?.data ?? [];
  const [picked, setPicked] = useState<readonly string[]>();
  const [log, setLog] = useState<readonly string[]>([]);
  const [from, setFrom] = useState("2");
  const [to, setTo] = useState("8");
  const [seed, setSeed] = useState("1");
  const [restarts, setRestarts] = useState("50");
  const [, setSearch] = useSearchParams();
  const queries = useQueryClient();
  const usable = (f: string) => all.some((a) => a.name === f && a.usable);
  const chosen = picked ?? usual.filter(usable);
  const start = useMutation({
    mutationFn: startSegmentation,
    onSuccess: (run) => {
      // The list knows the new one before the address names it.
      queries.setQueryData(segmentations().queryKey, (list) => [run, ...(list ?? [])]);
      setSearch((s) => put(put(s, "segmentation", run.segmentationId), "members", undefined));
      return queries.invalidateQueries(segmentations());
    },
  });
  const submit = (e: FormEvent) => {
    e.preventDefault();
    start.mutate({
      features: [...chosen],
      log: log.filter((f) => chosen.includes(f)),
      categories: "balanced",
      kFrom: Number(from),
      kTo: Number(to),
      seed: Number(seed),
      restarts: Number(restarts),
    });
  };
  return (
    <section className={`card span-${isFirst ? 12 : 6}`} aria-labelledby={heading}>
      <header>
        <h2 id={heading}>{isFirst ? "No segments were made yet" : "Make new segments"}</h2>
      </header>
      {isFirst && (
        <p className="lead">
          Segments are groups of borrowers alike in what is known of them, found by k‑means; how their loans
          went plays no part. They show who borrows, what each group owes, and which groups default more.
        </p>
      )}
      {known.isError && <Failure problem={known.error as Problem} retry={() => void known.refetch()} />}
      <form onSubmit={submit}>
        <fieldset className="features">
          <legend>Told apart by</legend>
          {all.map((f) => (
            <Choice
              key={f.name}
              feature={f}
              isChosen={chosen.includes(f.name)}
              isLog={log.includes(f.name)}
              onChoose={() => setPicked(toggledName(chosen, f.name))}
              onLog={() => setLog(toggledName(log, f.name))}
            />
          ))}
        </fieldset>
        <div className="fields">
          <Field
            type="number"
            required
            step={1}
            name="Segments, at least"
            help="2 to 20. The same number twice asks for just so many."
            value={from}
            onChange={setFrom}
            min={2}
            max={20}
          />
          <Field
            type="number"
            required
            step={1}
            name="Segments, at most"
            help="Each number is tried; the best is suggested."
            value={to}
            onChange={setTo}
            min={Number(from) || 2}
            max={20}
          />
          <Field
            type="number"
            required
            step={1}
            name="Seed"
            help="Any whole number. The same one on the same data gives the same segments."
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
            help="1 to 200, of which the best is kept. More take longer and miss less."
            value={restarts}
            onChange={setRestarts}
            min={1}
            max={200}
          />
          <button type="submit" className="primary" disabled={start.isPending || chosen.length === 0}>
            {start.isPending ? "Starting…" : "Make segments"}
          </button>
        </div>
      </form>
      {start.isError && <Failure problem={start.error as Problem} />}
    </section>
  );
}

type ChoiceProps = {
  feature: Schemas["SegmentationFeature"];
  isChosen: boolean;
  isLog: boolean;
  onChoose: () => void;
  onLog: () => void;
};

/** A feature to take or leave; what cannot be taken says why. */
function Choice({ feature, isChosen, isLog, onChoose, onLog }: ChoiceProps) {
  const { label, usable, reason, known, borrowers, kind, log } = feature;
  const left = borrowers - known;
  return (
    <div>
      <label>
        <input type="checkbox" checked={isChosen} disabled={!usable} onChange={onChoose} />
        <span>{label}</span>
      </label>
      {!usable && <span className="soft">{reason}</span>}
      {usable && kind === "number" && left > 0 && (
        <span className="soft">unknown of {asCount(left)}, who would be left out</span>
      )}
      {isChosen && log && (
        <label>
          <input type="checkbox" checked={isLog} onChange={onLog} />
          <span>as logarithm</span>
          <span className="hidden"> of {label}</span>
        </label>
      )}
    </div>
  );
}
