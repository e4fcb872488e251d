import { base, expectEqual, question, test } from "./harness.mjs";

const needs = "What would this book need to tell more?";

question(
  "the seed book knows no payments, and the page says what each question would take",
  async (page, card) => {
    await page.goto(`${base}/delinquency`);
    const list = card(needs);
    for (const title of [
      "How much of the portfolio is at risk?",
      "How late are the loans?",
      "Does a young vintage go wrong sooner than an old one?",
      "How do loans move from month to month?",
      "What falls due, and what of it comes in?",
      "Who pays early, on time, late?",
      "How long do loans last without default?",
      "How fast are loans repaid ahead of schedule?",
    ])
      await list.getByText(title, { exact: true }).waitFor();
    await list
      .getByText(/^How late loans are cannot be told from this book\. It would take .*reported_days_past_due/)
      .waitFor();
    expectEqual(await page.getByRole("alert").count(), 0);
    // What terms and status tell stands before what is missing.
    await card("Against the plan (implied, not observed)").getByText("104 loans of 97 customers").waitFor();
    await list.getByRole("link", { name: "Data" }).click();
    await card("What do you want to load?").waitFor();
  },
);

test("on the overview of the seed what is at risk is said not to be known", async (page, card) => {
  await page.goto(base);
  await card("How much is at risk?")
    .getByText(/^How late loans are cannot be told from this book/)
    .waitFor();
});

test("the list of the seed offers days past due as a column, but not by itself nor as a filter", async (page) => {
  await page.goto(`${base}/loans?region=Texas`);
  await page.getByRole("heading", { name: "85 loans" }).waitFor();
  expectEqual(await page.getByRole("columnheader", { name: "Days past due" }).count(), 0);
  expectEqual(await page.getByRole("button", { name: "Days past due", exact: true }).count(), 0);
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "Days past due" }).check();
  await page.getByRole("columnheader", { name: "Days past due" }).waitFor();
});
