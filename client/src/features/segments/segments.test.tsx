// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import { renderAt, server } from "../../testing/render";
import { Segments } from "./segments";

const id = "01a20f41-fb7c-75f7-bacc-9a3efc446ffd";
const run = (state: string, more: object = {}) => ({
  segmentationId: id,
  dataVersion: 1,
  features: ["age", "income"],
  log: ["income"],
  categories: "balanced",
  k: null,
  kFrom: 3,
  kTo: 5,
  isPublished: false,
  publishedAt: null,
  phase: state === "running" ? "choosing" : null,
  seed: 7,
  restarts: 20,
  state,
  progress: 0.25,
  createdAt: "2026-11-24T20:31:52Z",
  ...more,
});
const list = "*/api/v1/segmentations";
const feature = (name: string, label: string, more: object = {}) => ({
  name,
  label,
  kind: "number",
  known: 10,
  borrowers: 10,
  values: 5,
  usable: true,
  reason: null,
  log: true,
  ...more,
});
const offered = http.get("*/api/v1/segmentations/features", () =>
  HttpResponse.json({
    meta: null,
    data: [
      feature("age", "Age"),
      feature("income", "Annual income", { known: 7 }),
      feature("gender", "Gender", { kind: "category", usable: false, reason: "the same for every borrower" }),
    ],
  }),
);
beforeEach(() => server.use(offered));
const listed = (items: object[]) =>
  HttpResponse.json({ meta: null, total: items.length, items, nextCursor: null });

test("from nothing, the form asks for features, a range, seed and starts, and the page follows the run", async () => {
  const sent: unknown[] = [];
  let made: object[] = [];
  server.use(
    http.get(list, () => listed(made)),
    http.post(list, async ({ request }) => {
      sent.push(await request.json());
      made = [run("running")];
      return HttpResponse.json(made[0], { status: 202 });
    }),
  );
  const { address } = renderAt("/segments?definition=amount&members=4", <Segments />);
  await screen.findByRole("heading", { name: "No segments were made yet" });
  fireEvent.click(await screen.findByLabelText("Age"));
  expect(screen.getByText("unknown of 3, who would be left out")).toBeTruthy();
  expect(screen.getByLabelText<HTMLInputElement>("Gender").disabled).toBe(true);
  fireEvent.click(screen.getByLabelText("as logarithm of Annual income"));
  fireEvent.change(screen.getByLabelText("Segments, at least"), { target: { value: "3" } });
  fireEvent.change(screen.getByLabelText("Segments, at most"), { target: { value: "5" } });
  fireEvent.change(screen.getByLabelText("Seed"), { target: { value: "7" } });
  fireEvent.change(screen.getByLabelText("Starts"), { target: { value: "20" } });
  fireEvent.click(screen.getByRole("button", { name: "Make segments" }));
  const bar = await screen.findByRole("progressbar", { name: "Making 3 to 5 segments" });
  expect(bar.getAttribute("value")).toBe("0.25");
  await screen.findByText(/Trying each number of segments/);
  expect(sent).toEqual([
    {
      features: ["income"],
      log: ["income"],
      categories: "balanced",
      kFrom: 3,
      kTo: 5,
      seed: 7,
      restarts: 20,
    },
  ]);
  await waitFor(() => expect(address().toString()).toBe(`definition=amount&segmentation=${id}`));
});

test("a book without incomes says that it has none, in the API's words", async () => {
  server.use(
    http.get(list, () => listed([])),
    http.post(list, () =>
      HttpResponse.json(
        {
          type: "/problems/features-unavailable",
          title: "The features are not in the data",
          status: 422,
          detail: "income: unknown of every borrower. Possible in this book: age.",
        },
        { status: 422 },
      ),
    ),
  );
  renderAt("/segments", <Segments />);
  await screen.findByLabelText("Age");
  fireEvent.click(screen.getByRole("button", { name: "Make segments" }));
  expect((await screen.findByRole("alert")).textContent).toBe(
    "The features are not in the data. income: unknown of every borrower. Possible in this book: age.",
  );
});

test("a run can be cancelled, and the page then offers to make it anew", async () => {
  let made = run("running");
  server.use(
    http.get(list, () => listed([made])),
    http.delete(`${list}/${id}`, () => {
      made = run("cancelled", { detail: "It was cancelled." });
      return new HttpResponse(null, { status: 202 });
    }),
  );
  renderAt("/segments", <Segments />);
  fireEvent.click(await screen.findByRole("button", { name: "Cancel" }));
  await screen.findByRole("heading", { name: "The segmentation was cancelled" });
  expect(screen.getByRole("button", { name: "Make segments" })).toBeTruthy();
});

test("a run that failed says why; an address of another's segmentation shows none of ours", async () => {
  server.use(http.get(list, () => listed([run("failed", { detail: "The training failed." })])));
  renderAt("/segments", <Segments />);
  await screen.findByText(/The training failed/);
  renderAt(`/segments?segmentation=${id.replace("01", "ff")}`, <Segments />);
  await screen.findByRole("heading", { name: "There is no such segmentation" });
});
