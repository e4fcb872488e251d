// @vitest-environment jsdom
import { fireEvent, screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { meta, renderAt, server } from "../../testing/render";
import { FilterBar } from "./filter-bar";

const asked: string[] = [];
const book = () =>
  server.use(
    http.get("*/api/v1/portfolio/facets", ({ request }) => {
      asked.push(new URL(request.url).search);
      return HttpResponse.json({
        meta,
        data: {
          facets: [
            {
              filter: "region",
              attribute: null,
              label: "Region",
              values: [
                { value: "Maine", label: "Maine", loans: 83 },
                { value: "Texas", label: "Texas", loans: 85 },
              ],
            },
          ],
        },
      });
    }),
  );
const regions = async () => within(await screen.findByLabelText("Region"));

test("one request fills the whole bar, under the filters in force", async () => {
  book();
  asked.length = 0;
  renderAt("/?gender=female&sort=-principal", <FilterBar />);
  await regions();
  expect(asked).toEqual(["?gender=female"]);
});

test("two regions chosen stand in the address, each as a chip that takes it off again", async () => {
  book();
  const { address } = renderAt("/", <FilterBar />);
  const region = await regions();
  expect(region.getByLabelText(/Texas/).closest("label")?.textContent).toBe("Texas85");
  fireEvent.click(region.getByLabelText(/Texas/));
  fireEvent.click((await regions()).getByLabelText(/Maine/));
  expect(address().toString()).toBe("region=Texas&region=Maine");
  fireEvent.click(await screen.findByRole("button", { name: "Region: Texas (remove)" }));
  expect(address().toString()).toBe("region=Maine");
});

test("clear all leaves how default is counted", async () => {
  book();
  const { address } = renderAt("/?region=Texas&startedFrom=2024-01-01&definition=resolved", <FilterBar />);
  expect(screen.getByRole("button", { name: /Started from: Jan 1, 2024/ })).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Clear all" }));
  expect(address().toString()).toBe("definition=resolved");
});

test("a date being typed filters only once its year is whole", async () => {
  book();
  const { address } = renderAt("/", <FilterBar />);
  await regions();
  fireEvent.change(screen.getByLabelText("First day"), { target: { value: "0202-05-01" } });
  expect(address().toString()).toBe("");
  fireEvent.change(screen.getByLabelText("First day"), { target: { value: "2024-05-01" } });
  expect(address().toString()).toBe("startedFrom=2024-05-01");
});

test("counting by number of loans is the rule and needs no place in the address", async () => {
  book();
  const { address } = renderAt("/", <FilterBar />);
  const counted = screen.getByLabelText("Default counted");
  fireEvent.change(counted, { target: { value: "balance" } });
  expect(address().toString()).toBe("definition=balance");
  fireEvent.change(counted, { target: { value: "count" } });
  expect(address().toString()).toBe("");
});
