// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { renderAt, server } from "../../testing/render";
import { Segments } from "./segments";

const id = "01a20f41-fb7c-75f7-bacc-9a3efc446ffd";
const run = (state: string, more: object = {}) => ({
  segmentationId: id,
  dataVersion: 1,
  k: 3,
  seed: 7,
  restarts: 20,
  state,
  progress: 0.25,
  createdAt: "2026-11-24T20:31:52Z",
  ...more,
});
const list = "*/api/v1/segmentations";
const listed = (items: object[]) =>
  HttpResponse.json({ meta: null, total: items.length, items, nextCursor: null });

test("from nothing, the form asks for k, seed and starts, and the page follows the run", async () => {
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
  const { address } = renderAt("/segments?definition=amount&segment=4", <Segments />);
  await screen.findByRole("heading", { name: "No segments were made yet" });
  fireEvent.change(screen.getByLabelText("Number of segments (k)"), { target: { value: "3" } });
  fireEvent.change(screen.getByLabelText("Seed"), { target: { value: "7" } });
  fireEvent.change(screen.getByLabelText("Starts"), { target: { value: "20" } });
  fireEvent.click(screen.getByRole("button", { name: "Make segments" }));
  const bar = await screen.findByRole("progressbar", { name: "Making 3 segments" });
  expect(bar.getAttribute("value")).toBe("0.25");
  expect(sent).toEqual([{ k: 3, seed: 7, restarts: 20 }]);
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
          detail: "Segments need borrowers with a known age and income; this book has none.",
        },
        { status: 422 },
      ),
    ),
  );
  renderAt("/segments", <Segments />);
  fireEvent.click(await screen.findByRole("button", { name: "Make segments" }));
  expect((await screen.findByRole("alert")).textContent).toBe(
    "The features are not in the data. Segments need borrowers with a known age and income; this book has none.",
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
