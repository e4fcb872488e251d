import { queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "../../lib/api";

const key = ["segmentations"];

/** The segmentations, newest first; asked again while one runs. */
export const segmentations = () =>
  queryOptions({
    queryKey: key,
    queryFn: async ({ signal }) => (await answer(api.GET("/api/v1/segmentations", { signal }))).items,
    refetchInterval: (q) => (q.state.data?.some((s) => s.state === "running") ? 500 : false),
  });

/** What segments of this book can be made from. */
export const features = () =>
  queryOptions({
    queryKey: ["segmentation features"],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/segmentations/features", { signal })),
  });

export const startSegmentation = (body: Schemas["StartSegmentation"]) =>
  answer(api.POST("/api/v1/segmentations", { body }));

export const cancelSegmentation = (id: string) =>
  answer(api.DELETE("/api/v1/segmentations/{id}", { params: { path: { id } } }));

export const publishSegmentation = (id: string) =>
  answer(api.POST("/api/v1/segmentations/{id}/publish", { params: { path: { id } } }));
