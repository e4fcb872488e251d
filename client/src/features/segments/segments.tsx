import { useQuery } from "@tanstack/react-query";
import { Failure } from "../../components/failure";
import { NoSuchTraining, TrainingEnded } from "../../components/training";
import type { Problem, Schemas } from "../../lib/api";
import { useParameter } from "../../lib/filters";
import { EarlierSegmentations } from "./earlier-segmentations";
import { segmentations } from "./get-segmentations";
import { MadeFrom } from "./made-from";
import { Members } from "./members";
import { Publish } from "./publish";
import { SegmentChoices } from "./segment-choices";
import { SegmentDifferences } from "./segment-differences";
import { SegmentDrift } from "./segment-drift";
import { SegmentForm } from "./segment-form";
import { SegmentProgress } from "./segment-progress";
import { SegmentRisk } from "./segment-risk";
import { SegmentScatter } from "./segment-scatter";
import { SegmentTable } from "./segment-table";
import { toShow, waitingFor } from "./segmentations-data";

export function Segments() {
  const [wanted] = useParameter("segmentation");
  const query = useQuery(segmentations());
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
      {wanted && !shown && <NoSuchTraining title="There is no such segmentation" newest="/segments" />}
      {shown && <Shown segmentation={shown} all={all} />}
      <SegmentForm isFirst={all.length === 0} />
      {all.length > 0 && <EarlierSegmentations all={all} shown={shown?.segmentationId} />}
    </div>
  );
}

type ShownProps = { segmentation: Schemas["SegmentationStatus"]; all: Schemas["SegmentationStatus"][] };

function Shown({ segmentation, all }: ShownProps) {
  if (segmentation.state === "running") return <SegmentProgress segmentation={segmentation} />;
  if (segmentation.state !== "done")
    return (
      <TrainingEnded
        title={endings[segmentation.state] ?? "The segmentation failed"}
        state={segmentation.state}
        detail={segmentation.detail}
      />
    );
  return (
    <>
      <Publish segmentation={segmentation} waiting={waitingFor(all, segmentation)} />
      <SegmentTable segmentation={segmentation} />
      <SegmentRisk segmentation={segmentation} />
      <SegmentDifferences segmentation={segmentation} />
      <SegmentScatter segmentation={segmentation} />
      <SegmentDrift segmentation={segmentation} />
      <Members segmentation={segmentation} />
      <SegmentChoices segmentation={segmentation} />
      <MadeFrom segmentation={segmentation} />
    </>
  );
}

const endings: Partial<Record<Schemas["SegmentationStatus"]["state"], string>> = {
  cancelled: "The segmentation was cancelled",
  damaged: "The segmentation cannot be read",
};
