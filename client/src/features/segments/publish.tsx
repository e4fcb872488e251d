import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { Link } from "react-router";
import { Failure } from "../../components/failure";
import type { Problem, Schemas } from "../../lib/api";
import { useFilters } from "../../lib/filters";
import { asMoment } from "../../lib/format";
import { publishSegmentation } from "./get-segmentations";

type Props = {
  segmentation: Schemas["SegmentationStatus"];
  /** A newer one that waits to be looked at. */
  waiting: Schemas["SegmentationStatus"] | undefined;
};

/** Whether the segments shown are those that the book is parted by, and how they become so. */
export function Publish({ segmentation, waiting }: Props) {
  const heading = useId();
  const { query } = useFilters();
  const queries = useQueryClient();
  const publish = useMutation({
    mutationFn: () => publishSegmentation(segmentation.segmentationId),
    // Every answer may part the book by segment.
    onSuccess: () => queries.invalidateQueries(),
  });
  if (segmentation.isPublished && !waiting) return null;
  return (
    <section className="card span-12" aria-labelledby={heading}>
      <header>
        <h2 id={heading}>
          {segmentation.isPublished
            ? "Newer segments wait to be published"
            : segmentation.publishedAt
              ? "These segments were published before"
              : "These segments are not published"}
        </h2>
      </header>
      {segmentation.isPublished && waiting ? (
        <p className="lead">
          They were made {asMoment(waiting.createdAt)}.{" "}
          <Link to={{ search: `${query}${query && "&"}segmentation=${waiting.segmentationId}` }}>
            Look at them
          </Link>
        </p>
      ) : (
        <>
          <p className="lead">
            Once published they are a filter on every page, and customers who come with later data are placed
            in them. The segments published until now stay readable, and can be published again.
          </p>
          <button
            type="button"
            className="primary"
            disabled={publish.isPending}
            onClick={() => publish.mutate()}
          >
            {publish.isPending ? "Publishing…" : "Publish these segments"}
          </button>
          {publish.isError && <Failure problem={publish.error as Problem} />}
        </>
      )}
    </section>
  );
}
