import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { Failure } from "../../components/failure";
import type { Problem, Schemas } from "../../lib/api";
import { useParameter } from "../../lib/filters";
import { Calibration } from "./calibration";
import { Characteristics } from "./characteristics";
import { EarlierModels } from "./earlier-models";
import { Fairness } from "./fairness";
import { Gains } from "./gains";
import { models } from "./get-models";
import { Limits } from "./limits";
import { MadeFrom } from "./made-from";
import { ModelFigures } from "./model-figures";
import { ModelForm } from "./model-form";
import { ModelProgress } from "./model-progress";
import { toShow } from "./models-data";
import { OddsRatios } from "./odds-ratios";
import { PublishModel } from "./publish-model";
import { Roc } from "./roc";
import { ScoreFeatures } from "./score-features";
import { Stability } from "./stability";

/** The models of the chance of default with their card, and what goes with default. */
export function Model() {
  const [wanted] = useParameter("model");
  const query = useQuery(models());
  if (query.isPending) return <div className="skeleton page" role="status" aria-label="Loading" />;
  if (query.isError)
    return (
      <section className="card alone">
        <Failure problem={query.error as Problem} retry={() => void query.refetch()} />
      </section>
    );
  const all = query.data;
  const shown = toShow(all, wanted);
  return (
    <div className="grid">
      {wanted && !shown && <NotThere />}
      {shown && <Shown key={shown.modelId} model={shown} />}
      <ModelForm isFirst={all.length === 0} />
      {all.length > 0 && <EarlierModels all={all} shown={shown?.modelId} />}
      <Characteristics />
      <OddsRatios />
    </div>
  );
}

function Shown({ model }: { model: Schemas["RiskModelStatus"] }) {
  if (model.state === "running") return <ModelProgress model={model} />;
  if (model.state !== "done") return <Ended model={model} />;
  return (
    <>
      <PublishModel model={model} />
      <ModelFigures model={model} />
      <Limits model={model} />
      <Calibration model={model} />
      <Roc model={model} />
      <Gains model={model} />
      <Stability model={model} />
      <ScoreFeatures model={model} />
      <Fairness model={model} />
      <MadeFrom model={model} />
    </>
  );
}

const endings: Partial<Record<Schemas["RiskModelStatus"]["state"], string>> = {
  cancelled: "The training was cancelled",
  damaged: "The model cannot be read",
};

function Ended({ model: { state, detail } }: { model: Schemas["RiskModelStatus"] }) {
  return (
    <section className="card span-12" role="status">
      <h2>{endings[state] ?? "The training failed"}</h2>
      <p>
        {state === "cancelled" ? "Nothing of it was kept." : detail} Make it anew below, or open an earlier
        one.
      </p>
    </section>
  );
}

function NotThere() {
  return (
    <section className="card span-12" role="status">
      <h2>There is no such model</h2>
      <p>
        The address names one that was not made here, or is too old to be listed.{" "}
        <Link to="/model">Show the newest</Link>
      </p>
    </section>
  );
}
