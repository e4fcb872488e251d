// @vitest-environment jsdom
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test, vi } from "vitest";
import { renderAt, server } from "../testing/render";
import { Card } from "./card";
import { breakdown, breakdownCsv } from "./get-breakdown";
import { OutOfReach } from "./out-of-reach";

function Regions() {
  const query = useQuery(breakdown("region", {}, "count"));
  return (
    <Card
      title="Default by region"
      query={query}
      isEmpty={({ data }) => data.total.loans === 0}
      csv={{ name: "regions", ask: () => breakdownCsv("region", {}, "count") }}
      table={() => <p>the table</p>}
    >
      {({ data }) => <p>{data.total.loans} loans in a chart</p>}
    </Card>
  );
}
// What the card's link counts.
beforeEach(() =>
  server.use(http.get("*/api/v1/portfolio/summary", () => HttpResponse.json({ data: { loans: 85 } }))),
);
const path = "*/api/v1/portfolio/breakdown";
const answer = (loans: number) => HttpResponse.json({ data: { total: { loans } } });
const refusal = () =>
  HttpResponse.json(
    {
      type: "/problems/database-unavailable",
      title: "The database does not answer",
      status: 503,
      detail: "Try later.",
    },
    { status: 503 },
  );

test("a card shows a skeleton, then its chart, and the same as a table", async () => {
  server.use(http.get(path, () => answer(85)));
  renderAt("/", <Regions />);
  expect(screen.getByRole("status", { name: "Loading" })).toBeTruthy();
  await screen.findByText("85 loans in a chart");
  fireEvent.click(screen.getByRole("button", { name: "Show as table" }));
  expect(screen.getByText("the table")).toBeTruthy();
  expect(screen.queryByText("85 loans in a chart")).toBeNull();
});

test("a card that fails says why in the API's words, and trying again mends it", async () => {
  server.use(
    http.get(path, refusal, { once: true }),
    http.get(path, () => answer(85)),
  );
  renderAt("/", <Regions />);
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain("The database does not answer. Try later.");
  expect(screen.queryByRole("button", { name: "Download CSV" })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  await screen.findByText("85 loans in a chart");
  expect(screen.queryByRole("alert")).toBeNull();
});

test("an API that is away is told from one that refuses", async () => {
  server.use(http.get(path, () => HttpResponse.error()));
  renderAt("/", <Regions />);
  expect((await screen.findByRole("alert")).textContent).toContain("The API does not answer.");
});

test("filters that match nothing give an empty card that can clear them, not a chart of zeros", async () => {
  server.use(http.get(path, () => answer(0)));
  const { address } = renderAt("/?region=Atlantis&definition=amount", <Regions />);
  await screen.findByText(/No loan matches these filters/);
  expect(screen.queryByText(/in a chart/)).toBeNull();
  expect(screen.queryByRole("link", { name: "Show loans" })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Clear all" }));
  expect(address().toString()).toBe("definition=amount");
});

test("the loans behind a figure are asked for with the same filters", async () => {
  server.use(http.get(path, () => answer(85)));
  renderAt("/?region=Texas&sort=-principal", <Regions />);
  const link = await screen.findByRole("link", { name: "Show loans (85)" });
  expect(link.getAttribute("href")).toBe("/loans?region=Texas");
});

test("the CSV is asked for as one, and a failure of it shows on its button", async () => {
  const asked: (string | null)[] = [];
  server.use(
    http.get(path, ({ request }) => {
      const accept = request.headers.get("accept");
      if (accept !== "text/csv") return answer(85);
      asked.push(accept);
      return asked.length === 1 ? refusal() : HttpResponse.text("region,loans\r\nTexas,85\r\n");
    }),
  );
  URL.createObjectURL = vi.fn(() => "blob:csv");
  const clicked = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => undefined);
  renderAt("/", <Regions />);
  fireEvent.click(await screen.findByRole("button", { name: "Download CSV" }));
  fireEvent.click(await screen.findByRole("button", { name: "CSV failed: try again" }));
  await waitFor(() => expect(clicked).toHaveBeenCalledOnce());
  expect(asked).toEqual(["text/csv", "text/csv"]);
  expect((clicked.mock.contexts[0] as HTMLAnchorElement).download).toBe("regions.csv");
});

const outOfReach = () =>
  HttpResponse.json(
    {
      type: "/problems/repayment-history-required",
      title: "The answer needs repayment history",
      status: 409,
      detail: "It would take payments.",
    },
    { status: 409 },
  );

test("a question out of the book's reach is no failure: the card says what it would take", async () => {
  server.use(http.get(path, outOfReach));
  renderAt("/", <Regions />);
  await screen.findByText("It would take payments.");
  expect(screen.queryByRole("alert")).toBeNull();
  expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
});

test("where a page gathers such questions, they stand in one list, and a card comes back once it can answer", async () => {
  server.use(
    http.get(path, outOfReach, { once: true }),
    http.get(path, () => answer(85)),
  );
  renderAt(
    "/",
    <OutOfReach>
      <Regions />
      <Reload />
    </OutOfReach>,
  );
  const list = within(await screen.findByRole("region", { name: "What would this book need to tell more?" }));
  expect(list.getByRole("term").textContent).toBe("Default by region");
  expect(list.getByRole("definition").textContent).toBe("It would take payments.");
  expect(screen.queryByRole("region", { name: "Default by region" })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "reload" }));
  await screen.findByText("85 loans in a chart");
  await waitFor(() =>
    expect(screen.queryByRole("region", { name: "What would this book need to tell more?" })).toBeNull(),
  );
});

function Reload() {
  const queries = useQueryClient();
  return (
    <button type="button" onClick={() => void queries.invalidateQueries()}>
      reload
    </button>
  );
}
