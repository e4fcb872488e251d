import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { Failure } from "../../components/failure";
import type { Problem, Schemas } from "../../lib/api";
import { asMoment } from "../../lib/format";
import { publishModel } from "./get-models";
import { algorithmWords, withInterval } from "./models-data";

type Algorithm = Schemas["AlgorithmResult"]["algorithm"];

/** Whether running loans are scored with the model shown, and how they come to be. */
export function PublishModel({ model }: { model: Schemas["RiskModelStatus"] }) {
  const heading = useId();
  const results = model.results ?? [];
  const [algorithm, setAlgorithm] = useState<Algorithm>(
    model.publishedAlgorithm ?? results[0]?.algorithm ?? "scorecard",
  );
  const [publisher, setPublisher] = useState("");
  const [field, choice] = [useId(), useId()];
  const queries = useQueryClient();
  const publish = useMutation({
    mutationFn: () => publishModel(model.modelId, { publisher, algorithm }),
    // Every answer may part the book by risk band.
    onSuccess: () => queries.invalidateQueries(),
  });
  const submit = (e: FormEvent) => {
    e.preventDefault();
    publish.mutate();
  };
  return (
    <section className="card span-12" aria-labelledby={heading}>
      <header>
        <h2 id={heading}>
          {model.isPublished
            ? "Running loans are scored with this model"
            : model.publishedAt
              ? "This model was published before"
              : "This model is not published"}
        </h2>
      </header>
      <p className="lead">
        {model.publishedAt &&
          model.publishedAlgorithm &&
          `${algorithmWords[model.publishedAlgorithm]}, published ${asMoment(model.publishedAt)} by ${model.publishedBy}. `}
        {model.isPublished
          ? "Scores, risk bands and the watch list rest on it."
          : "Once published, scores, risk bands and the watch list rest on it. A model that is no better than chance is refused."}
      </p>
      <form className="pickers" onSubmit={submit}>
        <label htmlFor={choice}>
          Publish
          <select id={choice} value={algorithm} onChange={(e) => setAlgorithm(e.target.value as Algorithm)}>
            {results.map((r) => (
              <option key={r.algorithm} value={r.algorithm}>
                {`${algorithmWords[r.algorithm]}, AUC ${withInterval(r.auc)}`}
              </option>
            ))}
          </select>
        </label>
        <label htmlFor={field}>
          answered for by
          <input
            id={field}
            value={publisher}
            required
            maxLength={100}
            placeholder="Your name"
            onChange={(e) => setPublisher(e.target.value)}
          />
        </label>
        <button type="submit" className="primary" disabled={publish.isPending || publisher.trim() === ""}>
          {publish.isPending ? "Publishing…" : "Publish"}
        </button>
      </form>
      {publish.isError && <Failure problem={publish.error as Problem} />}
    </section>
  );
}
