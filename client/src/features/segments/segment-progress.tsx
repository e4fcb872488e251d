import { TrainingProgress } from "../../components/training";
import type { Schemas } from "../../lib/api";
import { cancelSegmentation, segmentations } from "./get-segmentations";
import { phaseWords } from "./segmentations-data";

export function SegmentProgress({ segmentation }: { segmentation: Schemas["SegmentationStatus"] }) {
  const { k, kFrom, kTo, phase, progress, restarts } = segmentation;
  return (
    <TrainingProgress
      title={`Making ${k ?? `${kFrom} to ${kTo}`} segments`}
      says={`${phase ? `${phaseWords[phase]}. ` : ""}The best of ${restarts} starts is kept. `}
      progress={progress}
      cancel={() => cancelSegmentation(segmentation.segmentationId)}
      list={segmentations()}
    />
  );
}
