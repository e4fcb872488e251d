import { queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "../../lib/api";

/** The models, newest first; asked again while one runs. */
export const models = () =>
  queryOptions({
    queryKey: ["risk models"],
    queryFn: async ({ signal }) => (await answer(api.GET("/api/v1/risk/models", { signal }))).items,
    refetchInterval: (q) => (q.state.data?.some((m) => m.state === "running") ? 500 : false),
  });

/** What models of this book can learn from. */
export const features = () =>
  queryOptions({
    queryKey: ["risk features"],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/risk/features", { signal })),
  });

/** All that is known of a finished model. */
export const card = (model: string) =>
  queryOptions({
    queryKey: ["risk model", model],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/risk/model", { params: { query: { model } }, signal })),
  });

export const startModel = (body: Schemas["StartRiskModel"]) =>
  answer(api.POST("/api/v1/risk/models", { body }));

export const cancelModel = (id: string) =>
  answer(api.DELETE("/api/v1/risk/models/{id}", { params: { path: { id } } }));

export const publishModel = (id: string, body: Schemas["RiskPublication"]) =>
  answer(api.POST("/api/v1/risk/models/{id}/publish", { params: { path: { id } }, body }));
