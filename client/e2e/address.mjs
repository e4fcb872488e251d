import { base, expectEqual, filtersIn, test } from "./harness.mjs";

const rate = "How much of the book defaults?";

test("a pasted link shows the same view", async (page, card) => {
  await page.goto(`${base}/?region=Texas&definition=resolved`);
  await card(rate).getByText("13 of 46").waitFor();
  await page.getByRole("button", { name: "Region: Texas (remove)" }).click();
  await card(rate).getByText("99 of 497").waitFor();
});

test("broken and unknown parameters are named and dropped, and the rest holds", async (page, card) => {
  await page.goto(`${base}/?region=Texas&colour=red&startedFrom=soon&definition=mine`);
  await card(rate).getByText("13 of 85").waitFor();
  const notice = page.getByText(/Left out of the address/);
  await notice.getByText("colour=red").waitFor();
  await notice.getByText("startedFrom=soon").waitFor();
  expectEqual(new URL(page.url()).search, "?region=Texas");
  await page.getByRole("button", { name: "Understood" }).click();
  await notice.waitFor({ state: "hidden" });
});

test("back and forward go through the filters", async (page, card) => {
  await page.goto(base);
  await card(rate).getByText("99 of 1,000").waitFor();
  await card("How do the loans stand?").getByRole("button", { name: "Show as table" }).click();
  await card("How do the loans stand?").getByRole("button", { name: "fully paid" }).click();
  await card(rate).getByText("0 of 398").waitFor();
  await page.goBack();
  await card(rate).getByText("99 of 1,000").waitFor();
  expectEqual(filtersIn(page, "status"), []);
  await page.goForward();
  await card(rate).getByText("0 of 398").waitFor();
});

test("filters go along to the other pages; a page's own sort stays behind", async (page) => {
  await page.goto(`${base}/loans?region=Texas&sort=-principal`);
  await page.getByRole("heading", { name: "85 loans" }).waitFor();
  await page.getByRole("link", { name: "Branches" }).click();
  await page.getByRole("button", { name: "Branch 4" }).waitFor();
  expectEqual(new URL(page.url()).search, "?region=Texas");
});

test("an address that is no page leads back", async (page) => {
  await page.goto(`${base}/nowhere`);
  await page.getByRole("link", { name: "To the overview" }).click();
  await page.getByRole("heading", { name: rate }).waitFor();
});
