import { readFile } from "node:fs/promises";
import { findNothing } from "./axe.mjs";
import { base, expectEqual, filtersIn, question, test } from "./harness.mjs";
import { loadHistory } from "./history-book.mjs";

const late = "How late are the loans?";
const risk = "How much of the portfolio is at risk?";
const open = async (page, path = "/delinquency") => {
  await loadHistory();
  await page.goto(base + path);
};

question("what share of the portfolio is at risk, and over time", async (page, card) => {
  await open(page);
  await card(risk)
    .getByText(
      "On Dec 31, 2024: PAR30 63.0% (1,700 of 2,700); PAR60 33.3% (900 of 2,700); PAR90 33.3% (900 of 2,700).",
    )
    .waitFor();
  // In November A had 200 left, B 800 and 20 days past due, C 900, D 1,000.
  await card(risk)
    .getByRole("option", {
      name: "2024-11, PAR30 31.0% (900 of 2,900), PAR60 31.0% (900 of 2,900), PAR90 31.0% (900 of 2,900)",
    })
    .waitFor({ state: "attached" });
  // What was lent stands behind: D alone in September.
  await card(risk)
    .getByRole("option", { name: /^2024-09, .*lent in the month 1\.20K$/ })
    .waitFor({ state: "attached" });
});

question(
  "how late loans are, by money and by number, and the list behind a bucket is as long",
  async (page, card) => {
    await open(page);
    for (const fact of [
      "2.70K in 4 loans",
      "37.0% of it: 1.00K in 2 loans",
      "800.00, 29.6% of the portfolio",
    ])
      await card(late).getByText(fact).waitFor();
    await card(late).getByRole("button", { name: "Show as table" }).click();
    await card(late).getByRole("row", { name: "current 2 1,000.00 37.0% 0.00" }).waitFor();
    await card(late).getByRole("row", { name: "31-60 days 1 800.00 29.6% 200.00" }).waitFor();
    await card(late).getByRole("row", { name: "151-180 days 1 900.00 33.3% 600.00" }).waitFor();
    await card(late).getByRole("link", { name: "Show the late loans" }).click();
    await page.getByRole("heading", { name: "2 loans" }).waitFor();
    await page.getByRole("row", { name: /^B C1 .* 51 200\.00$/ }).waitFor();
    await page.getByRole("row", { name: /^C C2 .* 174 600\.00$/ }).waitFor();
  },
);

test("a bucket is a filter by keyboard, and its chart keeps showing the others", async (page, card) => {
  await open(page);
  const bars = card(late).getByRole("listbox", { name: /Number of loans/ });
  await bars.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  expectEqual(filtersIn(page, "delinquencyBucket"), ["31-60"]);
  await page.getByRole("button", { name: "Days past due: 31-60 days (remove)" }).waitFor();
  await bars.getByRole("option", { name: "31-60 days, 1", selected: true }).waitFor({ state: "attached" });
  await bars.getByRole("option", { name: "151-180 days, 1" }).waitFor({ state: "attached" });
});

test("a month chosen is looked at in the whole page, until one goes back", async (page, card) => {
  await open(page);
  const months = card(risk).getByRole("listbox");
  await months.focus();
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Enter");
  await page.getByText(/^As things stood on Nov 30, 2024/).waitFor();
  await card(late).getByText("2.90K in 4 loans").waitFor();
  // One instalment of B and five of C.
  await card(late).getByText("600.00, 20.7% of the portfolio").waitFor();
  await page.reload();
  await card(late).getByText("2.90K in 4 loans").waitFor();
  await page.getByRole("button", { name: "Back to the date of the data" }).click();
  await card(late).getByText("2.70K in 4 loans").waitFor();
});

question("the overview shows what is at risk, with the loans behind it", async (page, card) => {
  await open(page, "/");
  const atRisk = card("How much is at risk?");
  await atRisk.getByText("63.0%").waitFor();
  await atRisk.getByText("900 of 2,700, 1 loan").waitFor();
  await atRisk.getByRole("link", { name: "2 loans" }).click();
  await page.getByRole("heading", { name: "2 loans" }).waitFor();
});

question(
  "one loan shows what its payments paid, and how its days past due come about",
  async (page, card) => {
    await open(page, "/loans/B");
    const lateness = card("How late is it, and how does that come about?");
    for (const words of [
      "31-60 days",
      "By 2024-12-31, 600.00 had fallen due and 400.00 had been paid.",
      "The oldest instalment that is not settled is number 5, due on 2024-11-10: 0.00 of 100.00 is paid.",
      "From 2024-11-10 to 2024-12-31 it is 51 days past due, with 200.00 overdue.",
    ])
      await lateness.getByText(words, { exact: true }).waitFor();
    await lateness.getByRole("button", { name: "Show as table" }).click();
    await lateness.getByRole("row", { name: "Nov 30, 2024 20 100.00 1-30 days" }).waitFor();
    await lateness.getByRole("row", { name: "Dec 31, 2024 51 200.00 31-60 days" }).waitFor();
    const schedule = card("When does what fall due, and what paid it?");
    await schedule
      .getByRole("row", { name: /^4 Oct 10, 2024 100\.00 100\.00 0\.00 Oct 10, 2024 on time 4$/ })
      .waitFor();
    await schedule.getByRole("row", { name: /^5 Nov 10, 2024 100\.00 0\.00 100\.00 – 51 late –$/ }).waitFor();
    await page.goto(`${base}/loans/E`);
    // The 900 of May pay the fourth to the twelfth.
    await card("What was paid, when, and for what?")
      .getByRole("row", {
        name: /^May 15, 2024 4 payment 900\.00 4 \(100\.00\), 5 \(100\.00\), .*12 \(100\.00\)$/,
      })
      .waitFor();
  },
);

test("the list sorts by days past due and is narrowed by them", async (page) => {
  await open(page, "/loans");
  await page.getByRole("heading", { name: "6 loans" }).waitFor();
  await page.getByRole("button", { name: "Days past due", exact: true }).last().click();
  await page.locator('th[aria-sort="descending"]', { hasText: "Days past due" }).waitFor();
  await page.getByRole("row").nth(1).getByText("174").waitFor();
  await page.getByRole("button", { name: "Days past due", exact: true }).first().click();
  await page.getByLabel("At least, days").fill("52");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "1 loan" }).waitFor();
  await page.getByRole("button", { name: "Days past due, at least: 52 (remove)" }).waitFor();
});

test("the course over time downloads as a file and as a picture", async (page, card) => {
  await open(page);
  const file = async (form) => {
    const arrives = page.waitForEvent("download");
    await card(risk)
      .getByRole("button", { name: `Download ${form}` })
      .click();
    return (await arrives).path();
  };
  const lines = (await readFile(await file("CSV"), "utf8")).trim().split("\r\n");
  // Twelve months, three numbers of days each, and the head.
  expectEqual(lines.length, 37);
  expectEqual((await readFile(await file("PNG"))).subarray(1, 4).toString(), "PNG");
});

for (const colorScheme of ["light", "dark"])
  test(
    `axe finds nothing on the delinquency of a book with a history, as charts and as tables, ${colorScheme}`,
    async (page) => {
      await open(page);
      const asTable = page.getByRole("button", { name: "Show as table" });
      await asTable.first().waitFor();
      await page.waitForLoadState("networkidle");
      await findNothing(page);
      while ((await asTable.count()) > 0) await asTable.first().click();
      await findNothing(page);
      await page.goto(`${base}/loans/B`);
      await page.waitForLoadState("networkidle");
      await findNothing(page);
    },
    { colorScheme },
  );
