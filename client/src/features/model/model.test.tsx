// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import { meta, renderAt, server } from "../../testing/render";
import { EarlierModels } from "./earlier-models";
import { Fairness } from "./fairness";
import { ModelForm } from "./model-form";
import { ModelProgress } from "./model-progress";
import { PublishModel } from "./publish-model";

const id = "01a20f41-fb7c-75f7-bacc-9a3efc446ffd";
const run = (state: string, more: object = {}) =>
  ({
    modelId: id,
    dataVersion: 1,
    algorithms: ["scorecard", "lightgbm"],
    features: ["amount", "income"],
    horizon: 12,
    seed: 1,
    state,
    phase: state === "running" ? "testing" : null,
    progress: 0.25,
    createdAt: "2026-11-24T20:31:52Z",
    publishedAt: null,
    publishedBy: null,
    publishedAlgorithm: null,
    isPublished: false,
    detail: null,
    results: null,
    ...more,
    // biome-ignore lint/suspicious/noExplicitAny: states as words, as the API sends them
  }) as any;
const auc = { value: 0.52, low: 0.46, high: 0.58, standardError: 0.03 };
const done = run("done", {
  results: [
    { algorithm: "scorecard", sha256: "0b", isPublishable: false, auc },
    { algorithm: "lightgbm", sha256: "c4", isPublishable: false, auc },
  ],
});
const list = "*/api/v1/risk/models";

beforeEach(() =>
  server.use(
    http.get("*/api/v1/risk/features", () =>
      HttpResponse.json({
        meta,
        data: [
          { name: "amount", label: "loan amount", kind: "number", needsHistory: false, isSensitive: false },
          { name: "income", label: "annual income", kind: "number", needsHistory: false, isSensitive: false },
          { name: "gender", label: "gender", kind: "category", needsHistory: false, isSensitive: true },
        ],
      }),
    ),
    http.get(list, () => HttpResponse.json({ meta, total: 0, items: [], nextCursor: null })),
  ),
);

test("gender and age are left out unless asked for; left alone, the features are the API's own choice", async () => {
  const sent: unknown[] = [];
  server.use(
    http.post(list, async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json(run("running"), { status: 202 });
    }),
  );
  const { address } = renderAt("/model", <ModelForm isFirst />);
  const gender = await screen.findByLabelText<HTMLInputElement>("gender");
  expect(gender.checked).toBe(false);
  fireEvent.click(screen.getByRole("button", { name: "Make a model" }));
  await waitFor(() => expect(address().get("model")).toBe(id));
  fireEvent.click(screen.getByLabelText("annual income"));
  fireEvent.click(screen.getByRole("button", { name: "Scorecard" }));
  fireEvent.click(screen.getByRole("button", { name: "Make a model" }));
  await waitFor(() =>
    expect(sent).toEqual([
      { algorithm: "both", features: null, horizon: 12, seed: 1 },
      { algorithm: "scorecard", features: ["amount"], horizon: 12, seed: 1 },
    ]),
  );
});

test("too few outcomes are told in the API's words", async () => {
  server.use(
    http.post(list, () =>
      HttpResponse.json(
        {
          type: "/problems/not-enough-outcomes",
          title: "Too few outcomes to learn from",
          status: 422,
          detail: "There are 3 defaulted loans and 40 others whose outcome is known; it takes 20 of each.",
        },
        { status: 422 },
      ),
    ),
  );
  renderAt("/model", <ModelForm isFirst={false} />);
  await screen.findByLabelText("gender");
  fireEvent.click(screen.getByRole("button", { name: "Make a model" }));
  expect((await screen.findByRole("alert")).textContent).toBe(
    "Too few outcomes to learn from. There are 3 defaulted loans and 40 others whose outcome is known; it takes 20 of each.",
  );
});

test("a training says what it does, and is cancelled on request", async () => {
  let cancelled = 0;
  server.use(
    http.delete(`${list}/${id}`, () => {
      cancelled++;
      return new HttpResponse(null, { status: 202 });
    }),
  );
  renderAt("/model", <ModelProgress model={run("running")} />);
  expect(screen.getByText(/^Testing on loans not learnt from\./)).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(cancelled).toBe(1));
});

test("a model is published by name and algorithm; a refusal is shown in its own words", async () => {
  const sent: unknown[] = [];
  server.use(
    http.post(`${list}/${id}/publish`, async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json(
        {
          type: "/problems/no-better-than-chance",
          title: "The model is no better than the base rate",
          status: 409,
          detail: "Its AUC of 0.520 has an interval from 0.460 to 0.580, which does not lie above 0.5.",
        },
        { status: 409 },
      );
    }),
  );
  renderAt("/model", <PublishModel model={done} />);
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Publish" }).disabled).toBe(true);
  fireEvent.change(screen.getByLabelText("answered for by"), { target: { value: "Ann" } });
  fireEvent.change(screen.getByLabelText("Publish"), { target: { value: "lightgbm" } });
  fireEvent.click(screen.getByRole("button", { name: "Publish" }));
  expect((await screen.findByRole("alert")).textContent).toBe(
    "The model is no better than the base rate. Its AUC of 0.520 has an interval from 0.460 to 0.580, which does not lie above 0.5.",
  );
  expect(sent).toEqual([{ publisher: "Ann", algorithm: "lightgbm" }]);
});

test("each model in the list is a link that keeps the filters", () => {
  renderAt("/model?region=North", <EarlierModels all={[done]} shown={id} />);
  const link = screen.getByRole("link");
  expect(link.getAttribute("href")).toMatch(new RegExp(`\\?region=North&model=${id}$`));
  expect(screen.getAllByText("0.520 (0.460 to 0.580)")).toHaveLength(2);
});

test("without a model fairness is that of today's watch list alone, and the card says why", async () => {
  const group = (name: string, selected: number, ratio: number) => ({
    decision: "watchListToday",
    by: "gender",
    group: name,
    selection: { numerator: selected, denominator: 4, rate: selected / 4, low: 0, high: 1 },
    impactRatio: ratio,
    isReference: ratio === 1,
    isBelowFourFifths: ratio < 0.8,
    isThin: true,
  });
  const asked: (string | null)[] = [];
  server.use(
    http.get("*/api/v1/risk/fairness", ({ request }) => {
      asked.push(new URL(request.url).searchParams.get("model"));
      return HttpResponse.json({
        meta,
        data: {
          modelId: null,
          algorithm: null,
          flaggedPercent: 20,
          capacity: 50,
          watchListDay: null,
          note: "No model is published, so the list of today alone is judged.",
          groups: [group("female", 2, 1), group("male", 1, 0.5)],
        },
      });
    }),
  );
  renderAt("/model", <Fairness />);
  await screen.findByText(/^No model is published, .* is on a list of 50 customers today;/);
  screen.getByText(/^Selected less than four fifths .*: gender male \(thin\)/);
  expect(screen.queryByRole("group", { name: "Decision" })).toBeNull();
  expect(screen.queryByLabelText("riskiest flagged")).toBeNull();
  expect(asked).toEqual([null]);
});
