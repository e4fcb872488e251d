import { base, test } from "./harness.mjs";

const rate = "How much of the book defaults?";

test("without data the page shows how to load some, and goes on when there are", async (page, card) => {
  await page.route("**/api/v1/**", (route) =>
    route.fulfill({
      status: 409,
      contentType: "application/problem+json",
      body: '{"type":"/problems/no-data","title":"No data loaded","status":409,"detail":"Load an extract."}',
    }),
  );
  await page.goto(base);
  await page.getByRole("heading", { name: "No data are loaded yet" }).waitFor();
  await page.getByText("make demo LOANS=20000").waitFor();
  await page.unroute("**/api/v1/**");
  await page.getByRole("button", { name: "Look again" }).click();
  await card(rate).getByText("99 of 1,000").waitFor();
});

test("a card that fails says so alone, and mends itself on trying again", async (page, card) => {
  await page.route("**/api/v1/portfolio/trend*", (route) => route.abort());
  await page.goto(base);
  const trend = card("When were the loans made, and how do they stand now?");
  await trend.getByText("The API does not answer.").waitFor();
  await card(rate).getByText("99 of 1,000").waitFor();
  await page.unroute("**/api/v1/portfolio/trend*");
  await trend.getByRole("button", { name: "Try again" }).click();
  await trend.getByRole("listbox", { name: /^When were/ }).waitFor();
});

test("filters that match nothing are said to, with a way out", async (page, card) => {
  await page.goto(`${base}/?region=Atlantis`);
  await card(rate).getByText("No loan matches these filters.").waitFor();
  await card(rate).getByRole("button", { name: "Clear all" }).click();
  await card(rate).getByText("99 of 1,000").waitFor();
});
