import { readFile } from "node:fs/promises";
import { findNothing } from "./axe.mjs";
import { base, expectEqual, filtersIn, test } from "./harness.mjs";
import { loadHistory } from "./history-book.mjs";

const late = "How late are the loans?";
const risk = "How much of the portfolio is at risk?";
const open = async (page, path = "/delinquency") => {
  await loadHistory();
  await page.goto(base + path);
};

test("what share of the portfolio is at risk, and over time", async (page, card) => {
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

test("how late loans are, by money and by number, and the list behind a bucket is as long", async (page, card) => {
  await open(page);
  for (const fact of ["2.70K in 4 loans", "37.0% of it: 1.00K in 2 loans", "800.00, 29.6% of the portfolio"])
    await card(late).getByText(fact).waitFor();
  await card(late).getByRole("button", { name: "Show as table" }).click();
  await card(late).getByRole("row", { name: "current 2 1,000.00 37.0% 0.00" }).waitFor();
  await card(late).getByRole("row", { name: "31-60 days 1 800.00 29.6% 200.00" }).waitFor();
  await card(late).getByRole("row", { name: "151-180 days 1 900.00 33.3% 600.00" }).waitFor();
  await card(late).getByRole("link", { name: "Show the late loans" }).click();
  await page.getByRole("heading", { name: "2 loans" }).waitFor();
  await page.getByRole("row", { name: /^B C1 .* 51 200\.00$/ }).waitFor();
  await page.getByRole("row", { name: /^C C2 .* 174 600\.00$/ }).waitFor();
});

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
  // A bucket of that day opens the loans that were in it then: B was 20 days past due.
  await card(late)
    .getByRole("listbox", { name: /Number of loans/ })
    .focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "1 loan" }).waitFor();
  await page.getByRole("row", { name: /^B C1 .* 51 200\.00$/ }).waitFor();
  await page.getByRole("button", { name: "1-30 days late on Nov 30, 2024, owing (remove)" }).waitFor();
  await page.goBack();
  await page.getByRole("button", { name: "Back to the date of the data" }).click();
  await card(late).getByText("2.70K in 4 loans").waitFor();
});

test("the overview shows what is at risk, with the loans behind it", async (page, card) => {
  await open(page, "/");
  const atRisk = card("How much is at risk?");
  await atRisk.getByText("63.0%").waitFor();
  await atRisk.getByText("900 of 2,700, 1 loan").waitFor();
  await atRisk.getByRole("link", { name: "2 loans" }).click();
  await page.getByRole("heading", { name: "2 loans" }).waitFor();
});

test("one loan shows what its payments paid, and how its days past due come about", async (page, card) => {
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
});

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

const moves = "How do loans move from month to month?";

test("how loans move between the buckets, what rolls on and what is cured", async (page, card) => {
  await open(page);
  // B and C were late at six months' beginnings, and never cured.
  await card(moves)
    .getByText(/^In a month 0\.0% of the late loans are cured, current or paid at its end \(0 of 6,/)
    .waitFor();
  await card(moves).getByRole("button", { name: "Show as table" }).click();
  // 27 months began with a current loan: 24 ended so, two 1-30 days past due, and E was paid back.
  await card(moves)
    .getByRole("row", { name: /^current 27 .* 7\.4% – 88\.9% 7\.4% .* 3\.7% 0\.0%$/ })
    .waitFor();
  await card(moves)
    .getByRole("row", { name: /^1-30 days 2 .* 100\.0% 0\.0% 0\.0% 0\.0% 100\.0%/ })
    .waitFor();
  await card(moves).getByRole("button", { name: "Show as chart" }).click();
  await card(moves).getByRole("button", { name: "last month" }).click();
  await card(moves)
    .getByText(/^Monthly moves from Nov 30, 2024 to Dec 31, 2024, 4 in all/)
    .waitFor();
  expectEqual(new URL(page.url()).searchParams.get("span"), "1");
  // A cell of one month opens its loans: C went from 143 days past due to 174.
  await card(moves).getByRole("listbox").focus();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "1 loan" }).waitFor();
  await page.getByRole("row", { name: /^C C2 .* 174 600\.00$/ }).waitFor();
  await page.getByRole("button", { name: "151-180 days late on Dec 31, 2024 (remove)" }).waitFor();
  await page.getByRole("button", { name: "121-150 days late on Nov 30, 2024 (remove)" }).click();
  await page.getByRole("heading", { name: "1 loan" }).waitFor();
  expectEqual(filtersIn(page, "stateAt"), ["2024-12-31:151-180"]);
});

const vintages = "Does a young vintage go wrong sooner than an old one?";

test("a vintage's curve, blank where not all of it was seen", async (page, card) => {
  await open(page);
  const triangle = card(vintages).getByRole("table", { name: "Vintages by age" });
  // C of March defaulted on 9 October, its seventh month; the youngest of the quarter has come to month 9.
  await triangle.getByRole("row", { name: "2024-Q1 3 0.0% 0.0% 33.3%" }).waitFor();
  // D of September has come to month 3.
  expectEqual(
    await triangle
      .getByRole("row", { name: /^2024-Q3/ })
      .getByRole("cell")
      .allTextContents(),
    ["1", "0.0%", "", ""],
  );
  await card(vintages)
    .getByRole("option", { name: /^2024-Q1, 3 loans, 33\.3% in default by month 9/ })
    .waitFor({ state: "attached" });
  await card(vintages).getByRole("button", { name: "ever over 30 days" }).click();
  // B of June was 31 days past due on 11 December, its sixth month.
  await triangle.getByRole("row", { name: "2024-Q2 1 0.0% 100.0%" }).waitFor();
  await triangle.getByRole("button", { name: "2024-Q2" }).click();
  expectEqual(filtersIn(page, "startQuarter"), ["2024-Q2"]);
});

test("how long loans last, what comes in, who pays on time, what is prepaid", async (page, card) => {
  await open(page);
  // Of the two seen to month 7, C defaulted.
  const lasting = card("How long do loans last without default?");
  await lasting.getByText(/^1 of 5 loans defaulted; .* Half have defaulted by month 7\.$/).waitFor();
  await lasting.getByRole("button", { name: "Show as table" }).click();
  await lasting.getByRole("row", { name: /^7 2 1 50\.0%/ }).waitFor();
  // December: four instalments fell due, A paid on the day and D ten days late.
  const collected = card("What falls due, and what of it comes in?");
  await collected.getByRole("button", { name: "Show as table" }).click();
  await collected
    .getByRole("row", { name: /^Dec 31, 2024 600 400 100 100 0 800 25\.0% 50\.0% 20\.0%$/ })
    .waitFor();
  // Of 40 instalments E paid seven early; D paid one late, B and C have not paid eight.
  const punctual = card("Who pays early, on time, late?");
  await punctual
    .getByText(
      "Of 40 instalments that fell due, 17.5% were paid early, 60.0% on time, 22.5% late or not at all; 16.6 days late on average, early ones counted as 0. 8 are still missed.",
    )
    .waitFor();
  // Of the 33 months that began with a loan that could have been, one saw E prepaid.
  await card("How fast are loans repaid ahead of schedule?")
    .getByText(/3\.0% of the loans .* \(1 of 33,/)
    .waitFor();
  await card("What will today’s balances lose, and did such forecasts hold?")
    .getByText(/^Of 2\.70K, /)
    .waitFor();
  await card("What was lost, and what came back?").getByText("0.00 of 0 loans").waitFor();
});

test("a group of payers is a filter, and other groups can be looked at", async (page, card) => {
  await open(page);
  const punctual = card("Who pays early, on time, late?");
  await punctual
    .getByRole("option", { name: /^Employed, early 0\.0%, on time 88\.2%, late 11\.8%, of 17 instalments/ })
    .waitFor({ state: "attached" });
  await punctual.getByLabel("grouped by").selectOption("product");
  await punctual.getByRole("listbox").focus();
  await punctual.getByRole("option", { name: /^Car, early 25\.0%/ }).waitFor({ state: "attached" });
  await page.keyboard.press("Enter");
  expectEqual(filtersIn(page, "product"), ["Car"]);
  // The card goes on showing both products, of whose loans C has six of nine instalments late.
  await punctual.getByRole("link", { name: "Mostly late: 1 loan" }).click();
  await page.getByRole("heading", { name: "1 loan" }).waitFor();
  await page.getByRole("row", { name: /^C C2/ }).waitFor();
  await page.getByRole("button", { name: "Punctuality: mostly late (remove)" }).waitFor();
});

test("where the source and the payments do not say the same, loan by loan", async (page, card) => {
  await open(page);
  const reported = card("Does the source say the same as the payments?");
  // The balances agree; C stands as active in the source, 174 days past due.
  await reported.getByRole("row", { name: "balance 5 5 0 0.00 0.00 0.00" }).waitFor();
  await reported.getByRole("row", { name: /^C status active 151-180 days 900\.00/ }).waitFor();
  await reported.getByRole("link", { name: "C", exact: true }).click();
  await card("Loan C").getByText("1,200.00").waitFor();
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
