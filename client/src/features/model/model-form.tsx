import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { Failure } from "../../components/failure";
import { Field } from "../../components/field";
import { Switch } from "../../components/switch";
import { toggledName } from "../../components/training-data";
import type { Problem, Schemas } from "../../lib/api";
import { useParameter } from "../../lib/filters";
import { features, models, startModel } from "./get-models";

const algorithms = { both: "Both", scorecard: "Scorecard", lightgbm: "Boosted trees" };

/** Asks for a new model; the page then follows it. */
export function ModelForm({ isFirst }: { isFirst: boolean }) {
  const heading = useId();
  const known = useQuery(features());
  const all = known.data?.data ?? [];
  const [picked, setPicked] = useState<readonly string[]>();
  const [algorithm, setAlgorithm] = useState<Schemas["RiskAlgorithm"]>("both");
  const [horizon, setHorizon] = useState("12");
  const [seed, setSeed] = useState("1");
  const [, setModel] = useParameter("model");
  const queries = useQueryClient();
  const chosen = picked ?? all.filter((f) => !f.isSensitive).map((f) => f.name);
  const start = useMutation({
    mutationFn: startModel,
    onSuccess: (run) => {
      // The list knows the new one before the address names it.
      queries.setQueryData(models().queryKey, (list) => [run, ...(list ?? [])]);
      setModel(run.modelId);
      return queries.invalidateQueries(models());
    },
  });
  const submit = (e: FormEvent) => {
    e.preventDefault();
    // Left as they are, the features are the API's own choice.
    start.mutate({
      algorithm,
      features: picked ? [...picked] : null,
      horizon: Number(horizon),
      seed: Number(seed),
    });
  };
  return (
    <section className={`card span-${isFirst ? 12 : 6}`} aria-labelledby={heading}>
      <header>
        <h2 id={heading}>{isFirst ? "No model was made yet" : "Make a new model"}</h2>
      </header>
      {isFirst && (
        <p className="lead">
          A model tells from how loans have gone how likely each running one is to default. Two can be made
          side by side: a scorecard that anyone can read, and boosted trees to challenge it. It is tested on
          loans that it did not learn from, and can be published only where it is better than chance.
        </p>
      )}
      {known.isError && <Failure problem={known.error as Problem} retry={() => void known.refetch()} />}
      <form onSubmit={submit}>
        <div className="pickers">
          <Switch label="Algorithm" options={algorithms} value={algorithm} onChange={setAlgorithm} />
        </div>
        <fieldset className="features">
          <legend>May learn from</legend>
          {all.map((f) => (
            <div key={f.name}>
              <label>
                <input
                  type="checkbox"
                  checked={chosen.includes(f.name)}
                  onChange={() => setPicked(toggledName(chosen, f.name))}
                />
                <span>{f.label}</span>
              </label>
              {f.isSensitive && <span className="soft">for monitoring; left out unless asked for</span>}
            </div>
          ))}
        </fieldset>
        <div className="fields">
          <Field
            type="number"
            required
            step={1}
            name="Months ahead"
            help="1 to 36, in which a default counts. Without repayment history the final status counts."
            value={horizon}
            onChange={setHorizon}
            min={1}
            max={36}
          />
          <Field
            type="number"
            required
            step={1}
            name="Seed"
            help="Any whole number. The same one on the same data gives the same model."
            value={seed}
            onChange={setSeed}
            min={0}
            max={2147483000}
          />
          <button type="submit" className="primary" disabled={start.isPending || chosen.length === 0}>
            {start.isPending ? "Starting…" : "Make a model"}
          </button>
        </div>
      </form>
      {start.isError && <Failure problem={start.error as Problem} />}
    </section>
  );
}
