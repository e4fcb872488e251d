import { useQuery } from "@tanstack/react-query";
import { Failure } from "../../components/failure";
import { NoSuchTraining, TrainingEnded } from "../../components/training";
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
      {wanted && !shown && <NoSuchTraining title="There is no such model" newest="/model" />}
      {shown && <Shown key={shown.modelId} model={shown} />}
      <ModelForm isFirst={all.length === 0} />
      {all.length > 0 && <EarlierModels all={all} shown={shown?.modelId} />}
      {shown?.state !== "done" && <Fairness />}
      <Characteristics />
      <OddsRatios />
    </div>
  );
}

function Shown({ model }: { model: Schemas["RiskModelStatus"] }) {
  if (model.state === "running") return <ModelProgress model={model} />;
  if (model.state !== "done")
    return (
      <TrainingEnded
        title={endings[model.state] ?? "The training failed"}
        state={model.state}
        detail={model.detail}
      />
    );
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
