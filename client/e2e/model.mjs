import { base, expectEqual, test } from "./harness.mjs";

const figures = "How well does it tell bad from good?";

test("a model from nothing to its card: figures with intervals, what it must not be used for, calibration as a table", async (page, card) => {
  await page.goto(`${base}/model`);
  await card("Are groups treated alike?")
    .getByText("No model is published, so there is no score to judge")
    .waitFor();
  await page.getByRole("button", { name: "Make a model" }).click();
  await page.waitForURL(/model=[0-9a-f-]{36}/);
  await card(figures).waitFor({ timeout: 120_000 });
  await card(figures)
    .getByRole("row", { name: /^AUC 0\.\d{3} \(0\.\d{3} to 0\.\d{3}\) 0\.\d{3} \(0\.\d{3} to 0\.\d{3}\)$/ })
    .waitFor();
  await card(figures).getByText("497 loans not learnt from, of which 99 defaulted").waitFor();
  await card("What must it not be used for?").getByText("a person decides").waitFor();
  const calibration = card("Do its chances come true?");
  await calibration.getByRole("button", { name: "Show as table" }).click();
  expectEqual(await calibration.locator("tbody tr").count(), 20);
  await card("Are groups treated alike?").getByText("is an indicator, and no finding of law").waitFor();
});

test("a model that is no better than chance is not published, and the refusal says why", async (page) => {
  await page.goto(`${base}/model`);
  await page.getByRole("heading", { name: "This model is not published" }).waitFor();
  await page.getByLabel("answered for by").fill("Ann");
  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByRole("alert").getByText("The model is no better than the base rate.").waitFor();
  await page
    .getByRole("alert")
    .getByText(/tells good from bad no better than chance would/)
    .waitFor();
});

test("a training that waits for another can be cancelled", async (page) => {
  for (const seed of [2, 3]) await page.request.post(`${base}/api/v1/risk/models`, { data: { seed } });
  await page.goto(`${base}/model`);
  await page.getByRole("spinbutton", { name: "Seed" }).fill("4");
  await page.getByRole("button", { name: "Make a model" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("heading", { name: "The training was cancelled" }).waitFor();
  await page.getByText("Nothing of it was kept.").waitFor();
});

test("nothing goes with default in the seed book, and the page says so beside strengths and odds ratios", async (page, card) => {
  await page.goto(`${base}/model?definition=resolved`);
  const by = card("What goes with default?");
  await by.getByText(/^Nothing is strong: none of 12 attributes/).waitFor();
  await by.getByText("99 of 497 loans compared (19.9%) defaulted; 503 are on neither side.").waitFor();
  await by.getByRole("button", { name: "full repayment" }).click();
  await page.waitForURL(/outcome=fully_paid/);
  await card("What goes with full repayment?").waitFor();
  const together = card("What goes with full repayment, all else alike?");
  await together.getByRole("button", { name: "Show as table" }).click();
  await together.getByRole("columnheader", { name: "Odds ratio" }).waitFor();
});
