import { readFile } from "node:fs/promises";
import { base, expectEqual, filtersIn, question, test } from "./harness.mjs";

const rate = "How much of the book defaults?";

/** Clicks in the bar beside a label of a chart. */
async function clickBar(card, label) {
  // The axis writes the labels first; a tip at the mouse may repeat one.
  const text = card
    .locator("svg text")
    .filter({ hasText: new RegExp(`^${label}$`) })
    .first();
  await text.waitFor();
  await text.scrollIntoViewIfNeeded();
  const box = await text.boundingBox();
  await card.page().mouse.click(box.x + box.width + 30, box.y + box.height / 2);
}

question(
  "a manager narrows the book to Texas by a click on its bar, and a second click widens it again",
  async (page, card) => {
    await page.goto(base);
    await card(rate).getByText("99 of 1,000").waitFor();
    await clickBar(card("Default by region"), "Texas");
    await card(rate).getByText("13 of 85").waitFor();
    await card(rate).getByText("95 % interval 9.2% to 24.4%").waitFor();
    expectEqual(filtersIn(page, "region"), ["Texas"]);
    await clickBar(card("Default by region"), "Texas");
    await card(rate).getByText("99 of 1,000").waitFor();
    expectEqual(filtersIn(page, "region"), []);
  },
);

test("the same in the chart's table, and the loans behind the rate are as many", async (page, card) => {
  await page.goto(base);
  await card("Default by region").getByRole("button", { name: "Show as table" }).click();
  await card("Default by region").getByRole("button", { name: "Texas" }).click();
  await card(rate).getByText("13 of 85").waitFor();
  await card(rate).getByRole("link", { name: "Show loans" }).click();
  await page.getByRole("heading", { name: "85 loans" }).waitFor();
  await page.goBack();
  await card(rate).getByText("13 of 85").waitFor();
});

question("the totals are those of the book, to the cent", async (page, card) => {
  await page.goto(base);
  for (const sum of ["27,830,593.01", "12,571,013.17", "12,034,514.06"])
    await card("How large is the book?").getByText(sum).waitFor();
});

question(
  "how much is disbursed, repaid and outstanding, and what remains: the money closes",
  async (page, card) => {
    await page.goto(base);
    const money = card("Where is the money?");
    for (const block of [
      "Disbursed 27,830,593.01",
      "= Repaid 12,571,013.17",
      "+ Outstanding 12,034,514.06",
      "+ Unexplained 3,225,065.78",
    ])
      await money.getByRole("option", { name: block }).waitFor({ state: "attached" });
    // What the reader sees: the same, shortened.
    for (const short of ["27.83M", "12.57M", "12.03M", "3.23M"])
      await money.getByText(short).first().waitFor();
    await money.getByText("3.23M is recorded neither as repaid nor as outstanding").waitFor();
  },
);

test("a block of the money opens its loans, largest first, by mouse and by keyboard", async (page, card) => {
  await page.goto(base);
  const money = card("Where is the money?");
  await clickBar(money, "\\+ Outstanding");
  await page.getByRole("heading", { name: "1,000 loans" }).waitFor();
  expectEqual(new URL(page.url()).searchParams.get("sort"), "-outstanding");
  await page.getByRole("row").nth(1).getByRole("cell", { name: "39,932.42" }).waitFor();
  await page.goBack();
  const marks = money.getByRole("listbox");
  await marks.focus();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "1,000 loans" }).waitFor();
  expectEqual(new URL(page.url()).searchParams.get("sort"), "-unexplained");
});

const stand = "How do the loans stand?";

question("what share is active, defaulted, fully paid", async (page, card) => {
  await page.goto(base);
  for (const share of [
    "approved, 30.4% (304 of 1,000)",
    "active, 19.9% (199 of 1,000)",
    "defaulted, 9.9% (99 of 1,000)",
    "fully paid, 39.8% (398 of 1,000)",
  ])
    await card(stand).getByRole("option", { name: share }).waitFor({ state: "attached" });
  await card(stand)
    .getByText(
      "Open, approved ones included: 503 (50.3%). Defaulted, written off included: 99 (9.9%). Fully paid: 398 (39.8%).",
    )
    .waitFor();
  await card(stand).getByRole("button", { name: "Show as table" }).click();
  await card(stand)
    .getByRole("row", { name: /^fully paid 398 39\.8% 11,038,381\.30 7,813,315\.52 0\.00/ })
    .waitFor();
});

question("a status is a filter, and its chart keeps showing the others", async (page, card) => {
  await page.goto(base);
  await clickBar(card(stand), "defaulted");
  await card(rate).getByText("99 of 99").waitFor();
  expectEqual(filtersIn(page, "status"), ["defaulted"]);
  await card(stand)
    .getByRole("option", { name: "fully paid, 39.8% (398 of 1,000)" })
    .waitFor({ state: "attached" });
  await clickBar(card(stand), "fully paid");
  await card(rate).getByText("99 of 497").waitFor();
});

question("the loans behind both parts of the default rate are as many as it says", async (page, card) => {
  await page.goto(`${base}/?region=Texas`);
  await card(rate).getByRole("link", { name: "13 defaulted" }).click();
  await page.getByRole("heading", { name: "13 loans" }).waitFor();
  expectEqual(filtersIn(page, "status"), ["defaulted", "written_off"]);
  await page.goto(`${base}/?definition=booked`);
  await card(rate).getByText("99 of 696").waitFor();
  await card(rate).getByRole("link", { name: "Show loans (696)" }).click();
  await page.getByRole("heading", { name: "696 loans" }).waitFor();
});

const made = "When were the loans made, and how do they stand now?";

question(
  "loans are seen by month, quarter or year, the address keeps it, and a period is a filter",
  async (page, card) => {
    await page.goto(base);
    await card(made).getByRole("button", { name: "year", exact: true }).click();
    const year = card(made).getByRole("option", {
      name: /^2024, .*Default rate 12\.7% \(43 of 338\), 95 % interval 9\.6% to 16\.7%/,
    });
    await year.waitFor({ state: "attached" });
    await page.reload();
    await year.waitFor({ state: "attached" });
    expectEqual(new URL(page.url()).searchParams.get("interval"), "year");
    const years = card(made).getByRole("listbox");
    await years.focus();
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Enter");
    await card(rate).getByText("43 of 338").waitFor();
    expectEqual(filtersIn(page, "startYear"), ["2024"]);
    // The others can still be seen and added.
    expectEqual(await card(made).getByRole("option").count(), 4);
  },
);

question("branches are compared by name, and one is chosen by its number", async (page, card) => {
  await page.goto(base);
  await clickBar(card("Default by branch"), "Branch 4");
  await card(rate).getByText("13 of 85").waitFor();
  expectEqual(filtersIn(page, "branchId"), ["4"]);
  await card(rate)
    .getByText(/Whole book/)
    .first()
    .waitFor();
});

question(
  "default by region, branch, age and income stands on one scale, and product, which the seed lacks, not at all",
  async (page, card) => {
    await page.goto(base);
    for (const title of ["Default by region", "Default by branch", "Default by age", "Default by income"])
      await card(title).getByText("30%", { exact: true }).waitFor();
    expectEqual(await card("Default by product").count(), 0);
  },
);

question(
  "the summary of the seed book says that nothing differs beyond chance, and leads to the evidence",
  async (page, card) => {
    await page.goto(base);
    const summary = card("What stands out?");
    await summary.getByText(/^Nothing differs beyond chance: none of the 11 attributes tested/).waitFor();
    await summary
      .getByText(/loans made in 2024 is 4\.7 points above 2023’s\. .* there is no more than chance/)
      .waitFor();
    expectEqual(await summary.getByText("Stands out", { exact: true }).count(), 0);
    await summary.getByRole("link", { name: "See what changed" }).click();
    expectEqual(new URL(page.url()).hash, "#change");
    await summary.getByRole("link", { name: "See the defaulted loans" }).click();
    await page.getByRole("heading", { name: "99 loans" }).waitFor();
  },
);

question("what changed between two years is split into rates and shares that add up", async (page, card) => {
  await page.goto(base);
  const change = card("What changed, and why?");
  await change
    .getByText(/2024 is 4\.7 points above 2023’s: \+4\.6 because groups default more, \+0\.1/)
    .waitFor();
  await change.getByText("+4.7 = +4.6 and +0.1").waitFor();
  await change.getByText("27 of 338").waitFor();
  await change.getByText("43 of 338").waitFor();
  await change.getByText(/The two alone differ \(p = 0\.043\), but/).waitFor();
  await change.getByRole("button", { name: "Show as table" }).click();
  // Texas: 2 of 27, then 8 of 34.
  await change
    .getByRole("row", { name: "Texas 8.0% 7.4% 2 of 27 10.1% 23.5% 8 of 34 +1.45 +0.32" })
    .waitFor();
  await change
    .getByRole("row", { name: "All 100.0% 8.0% 27 of 338 100.0% 12.7% 43 of 338 +4.63 +0.11" })
    .waitFor();
});

test("other periods and another grouping are compared, and a link shows others the same", async (page, card) => {
  await page.goto(base);
  const change = card("What changed, and why?");
  await change.getByLabel("Loans made in").selectOption("2022");
  await change.getByText(/2024 is 6\.\d+ points above 2022’s/).waitFor();
  await change.getByLabel("grouped by").selectOption("ageBand");
  await change.getByRole("option", { name: /^18-24, 2022: / }).waitFor({ state: "attached" });
  const address = new URL(page.url()).searchParams;
  expectEqual(
    ["from", "to", "by"].map((k) => address.get(k)),
    ["2022", "2024", "ageBand"],
  );
  await page.reload();
  await change.getByText(/2024 is 6\.\d+ points above 2022’s/).waitFor();
  await change.getByLabel("Loans made in").selectOption("2024-Q4");
  await change.getByText(/2025-Q1 is .* 2024-Q4’s/).waitFor();
});

test("a group of the comparison is a filter as everywhere", async (page, card) => {
  await page.goto(base);
  const change = card("What changed, and why?");
  await clickBar(change, "Texas");
  await card(rate).getByText("13 of 85").waitFor();
  // All regions stay to compare with, and the change of them all with them; read afresh, not from what was there before.
  await page.reload();
  await change.getByText("27 of 338").waitFor();
  await change.getByRole("option", { name: /^Texas, /, selected: true }).waitFor({ state: "attached" });
  expectEqual(await change.getByRole("option", { name: /own rate/ }).count(), 10);
});

question("default is counted in the other ways as the bank wishes", async (page, card) => {
  await page.goto(base);
  for (const [way, shown] of [
    ["by amount lent", "9.8%"],
    ["by balance", "6.5%"],
    ["without approved loans", "14.2%"],
    ["among ended loans", "19.9%"],
  ]) {
    await page.getByLabel("Default counted").selectOption({ label: way });
    await card(rate).getByText(shown, { exact: true }).first().waitFor();
  }
});

test("a figure's definition shows on hover and on focus", async (page, card) => {
  await page.goto(base);
  // What still loads above would move the button away from under the mouse.
  await card(rate).getByText("99 of 1,000").waitFor();
  await page.waitForLoadState("networkidle");
  const about = card(rate).getByRole("button", { name: /What does .* mean/ });
  await about.hover();
  await card(rate)
    .getByText(/defaulted loans \/ all loans/)
    .first()
    .waitFor();
  await page.mouse.move(0, 0);
  await page
    .getByText(/95 % interval of a rate/)
    .first()
    .waitFor({ state: "hidden" });
  await about.focus();
  await card(rate)
    .getByText(/95 % interval of a rate/)
    .waitFor();
});

test("a chart's rows download as CSV", async (page, card) => {
  await page.goto(base);
  const arrives = page.waitForEvent("download");
  await card("Default by region").getByRole("button", { name: "Download CSV" }).click();
  const file = await arrives;
  expectEqual(file.suggestedFilename(), "default-by-region.csv");
  const lines = (await readFile(await file.path(), "utf8")).trim().split("\r\n");
  expectEqual(lines.length, 11);
  expectEqual(lines.filter((l) => l.startsWith("Texas,85,")).length, 1);
});

test("two regions chosen in the filter bar are one filter, and clear all takes both off", async (page, card) => {
  await page.goto(base);
  await page.getByRole("button", { name: "Region", exact: true }).click();
  await page.getByRole("checkbox", { name: "Texas 85" }).check();
  await page.getByRole("checkbox", { name: "Maine 83" }).check();
  await page.keyboard.press("Escape");
  await card(rate).getByText("18 of 168").waitFor();
  expectEqual(filtersIn(page, "region"), ["Texas", "Maine"]);
  await page.getByRole("button", { name: "Region: Maine (remove)" }).click();
  await card(rate).getByText("13 of 85").waitFor();
  await page.getByRole("button", { name: "Clear all" }).click();
  await card(rate).getByText("99 of 1,000").waitFor();
});

test("by keyboard alone a manager comes to the Texas filter, in the bar and in a chart", async (page, card) => {
  await page.goto(base);
  await card(rate).getByText("99 of 1,000").waitFor();
  const focused = () =>
    page.evaluate(() => {
      const at = document.activeElement;
      return at?.getAttribute("aria-label") ?? at?.closest("label, button, a")?.textContent ?? "";
    });
  const tabTo = async (wanted) => {
    for (let i = 0; i < 90; i++) {
      if ((await focused()).startsWith(wanted)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`${wanted} is not to be reached by Tab`);
  };
  await tabTo("Region");
  await page.keyboard.press("Enter");
  await tabTo("Texas");
  await page.keyboard.press("Space");
  await card(rate).getByText("13 of 85").waitFor();
  await page.keyboard.press("Escape");
  expectEqual(await focused(), "Region 1");
  await tabTo("Default by region: choose");
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowUp");
  const here = card("Default by region").getByRole("option", { name: /^Texas, 15\.3% \(13 of 85\)/ });
  expectEqual(await here.getAttribute("aria-selected"), "true");
  await page.keyboard.press("Enter");
  await card(rate).getByText("99 of 1,000").waitFor();
});

test("a second region is added in the chart of regions, which keeps showing them all", async (page, card) => {
  await page.goto(`${base}/?region=Texas`);
  await card(rate).getByText("13 of 85").waitFor();
  const regions = card("Default by region");
  await regions.getByRole("listbox").waitFor();
  expectEqual(await regions.getByRole("option").count(), 10);
  await clickBar(regions, "Maine");
  await card(rate).getByText("18 of 168").waitFor();
  await regions.getByRole("link", { name: "Show loans (168)" }).waitFor();
});

test("a chart downloads as a picture", async (page, card) => {
  await page.goto(base);
  const arrives = page.waitForEvent("download");
  await card("Default by region").getByRole("button", { name: "Download PNG" }).click();
  const file = await arrives;
  expectEqual(file.suggestedFilename(), "default-by-region.png");
  const bytes = await readFile(await file.path());
  expectEqual(bytes.subarray(1, 4).toString(), "PNG");
  // Twice as sharp as the page, and so wider than the card.
  expectEqual(bytes.readUInt32BE(16) > 1000, true);
});

const plan = "Against the plan (implied, not observed)";

// Worked out of the book's files: (A x k - paid) / A for each loan as of 6 May 2025, and the loans past their end or beside a defaulted one.
question(
  "a book with status alone warns early: loans past maturity, beside another default, and twelve instalments behind",
  async (page, card) => {
    await page.goto(base);
    const position = card(plan);
    await position.getByText("104 loans of 97 customers open after the end of their contract").waitFor();
    await position.getByText("96 loans of 54 customers open with another loan").waitFor();
    await position
      .getByText(
        "Open loans are on average 9.1 instalments behind plan, defaulted ones 9.1 instalments ahead of plan: the status contradicts the money.",
      )
      .waitFor();
    await position.getByRole("button", { name: "Show as table" }).click();
    const behind = position.getByRole("row", { name: "Instalments behind plan (implied): > 12" });
    for (const figure of ["200", "176", "3,982,024.85", "3,018,161.52", "1.5%"])
      await behind.getByRole("cell", { name: figure, exact: true }).waitFor();
    await behind.getByRole("button").click();
    await card(rate).getByText("3 of 200").waitFor();
    expectEqual(filtersIn(page, "planBand"), ["> 12"]);
    await card(rate).getByRole("link", { name: "Show loans" }).click();
    await page.getByRole("heading", { name: "200 loans" }).waitFor();
    await page.getByRole("button", { name: "Instalments behind plan (implied): > 12 (remove)" }).click();
    await page.getByRole("heading", { name: "1,000 loans" }).waitFor();
  },
);

test("the loans of a warning open as the very loans that it counts", async (page, card) => {
  await page.goto(base);
  await card(plan).getByRole("link", { name: "96 loans of 54 customers" }).click();
  await page.getByRole("heading", { name: "96 loans" }).waitFor();
  expectEqual(filtersIn(page, "otherLoanDefaulted"), ["yes"]);
});
