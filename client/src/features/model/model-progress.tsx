import { TrainingProgress } from "../../components/training";
import type { Schemas } from "../../lib/api";
import { cancelModel, models } from "./get-models";
import { phaseWords } from "./models-data";

export function ModelProgress({
  model: { phase, progress, modelId },
}: {
  model: Schemas["RiskModelStatus"];
}) {
  return (
    <TrainingProgress
      title="Making a model of the chance of default"
      says={phase ? `${phaseWords[phase]}. ` : ""}
      progress={progress}
      cancel={() => cancelModel(modelId)}
      list={models()}
    />
  );
}
