import { base, expectEqual, filtersIn, question } from "./harness.mjs";

const heat = "How does default lie over age and income together?";
const tests = "Which of these go with default beyond chance?";
const open = (page, query = "") => page.goto(`${base}/demographics${query}`);
const row = (card, title, name) => card(title).getByRole("row", { name }).waitFor();
const asTable = (card, title) => card(title).getByRole("button", { name: "Show as table" }).click();

question("borrowers by age, gender, employment and income, beside all customers", async (page, card) => {
  await open(page);
  for (const [title, name] of [
    ["Who borrows, by age?", /^18-24 60 13\.8% 68 13\.6%$/],
    ["Who borrows, by gender?", /^female 218 50\.1% 255 51\.0%$/],
    ["Who borrows, by employment?", /^Retired 120 27\.6% 139 27\.8%$/],
    ["Who borrows, by income?", /^<25k 11 2\.5% 11 2\.2%$/],
  ]) {
    await asTable(card, title);
    await row(card, title, name);
  }
});

question(
  "the youngest default most in the figures, but no more than chance would give",
  async (page, card) => {
    await open(page);
    await asTable(card, "Default by age");
    await card("Default by age")
      .getByRole("columnheader", { name: "Default rate" })
      .getByRole("button")
      .click();
    await card("Default by age").locator('th[aria-sort="descending"]', { hasText: "Default rate" }).waitFor();
    expectEqual(await card("Default by age").getByRole("rowheader").first().textContent(), "18-24");
    await row(card, "Default by age", /^18-24 137 14\.6% 9\.7% to 21\.5% 20 of 137/);
    await card("Default by age")
      .getByText("no more than chance would give (chi-square 8.22, 5 degrees of freedom, p = 0.14)")
      .waitFor();
  },
);

question(
  "none of age, employment, gender and income goes with default beyond chance, tested together",
  async (page, card) => {
    await open(page);
    await card(tests)
      .getByText(
        "None of them goes with default beyond chance: age, employment, gender and annual income were tested (smallest adjusted p = 0.58).",
      )
      .waitFor();
    // Four times the 0.1444 of age alone; Cramer's V 0.0907.
    await row(
      card,
      tests,
      /^Age no more than chance 0\.58 0\.09 18-24 14\.6% \(20 of 137\) 25-34 6\.7% \(12 of 179\)$/,
    );
    await card(tests).getByRole("button", { name: "Retired" }).click();
    await card(tests).getByRole("link", { name: "Show loans (279)" }).waitFor();
  },
);

question(
  "income does not go with default in this book; the page says so and shows borrowers by income",
  async (page, card) => {
    await open(page);
    const income = card("Does income matter?");
    await income.getByText(/^Income does not go with default beyond chance .* 435 borrowers\)\.$/).waitFor();
    await income.getByText(/^Each bar counts borrowers/).waitFor();
    // Loans by income: 4 of 33 defaulted, owed by 11 borrowers, of whom 3 have one.
    await income
      .getByRole("option", { name: /^<25k, 27\.3% \(3 of 11\), 95 % interval 9\.7% to 56\.6%/ })
      .waitFor({ state: "attached" });
    await page.getByLabel("Default counted").selectOption({ label: "without approved loans" });
    await income.getByText(/this definition cannot count borrowers/).waitFor();
  },
);

question("women's loans are chosen on the page and counted alike in the list", async (page, card) => {
  await open(page);
  await asTable(card, "Default by gender");
  await row(card, "Default by gender", /^female 504 9\.1%/);
  await card("Default by gender").getByRole("button", { name: "female" }).click();
  await card("Default by gender").getByRole("link", { name: "Show loans (504)" }).click();
  await page.getByRole("heading", { name: "504 loans" }).waitFor();
});

question(
  "a pair of bars sets its filter by mouse and by keyboard, and all groups stay in sight",
  async (page, card) => {
    await open(page);
    const who = card("Who borrows, by employment?");
    const label = who.locator("svg text", { hasText: /^Employed$/ }).first();
    await label.scrollIntoViewIfNeeded();
    const box = await label.boundingBox();
    await page.mouse.click(box.x + box.width + 30, box.y + box.height / 2);
    await who.getByRole("link", { name: "Show loans (211)" }).waitFor();
    expectEqual(await who.getByRole("option").count(), 4);
    await who.getByRole("listbox").focus();
    await page.keyboard.press("Home");
    await who
      .getByRole("option", { name: "Employed, Borrowers: 22.5% (98), All customers: 23.6% (118)" })
      .waitFor({ state: "attached" });
    await page.keyboard.press("Enter");
    await who.getByRole("link", { name: "Show loans (1,000)" }).waitFor();
  },
);

question(
  "a cell of the heat map sets age and income together and takes both off again",
  async (page, card) => {
    await open(page);
    await card(heat)
      .getByText(/^20 of 36 cells have fewer than 30 loans/)
      .waitFor();
    // 7 of the 39 loans of people of 45 to 54 with 25k to 50k; no other cell has 17.9%.
    const cell = card(heat)
      .locator("svg text", { hasText: /^17\.9%$/ })
      .first();
    await cell.scrollIntoViewIfNeeded();
    const click = async () => {
      const box = await cell.boundingBox();
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    };
    await click();
    await card(heat).getByRole("link", { name: "Show loans (39)" }).waitFor();
    expectEqual([filtersIn(page, "ageBand"), filtersIn(page, "incomeBand")], [["45-54"], ["25k-50k"]]);
    expectEqual(await card(heat).getByRole("option").count(), 36);
    await click();
    await card(heat).getByRole("link", { name: "Show loans (1,000)" }).waitFor();
    expectEqual([filtersIn(page, "ageBand"), filtersIn(page, "incomeBand")], [[], []]);
  },
);

question(
  "by keyboard the heat map reads a thin cell as thin, and Enter opens its loans",
  async (page, card) => {
    await open(page);
    await card(heat).getByRole("listbox").focus();
    await page.keyboard.press("Home");
    const thin = card(heat).getByRole("option", {
      name: "Age 18-24, income <25k, 33.3% (3 of 9), 95 % interval 12.1% to 64.6%, 9 loans, too few to be read alone",
    });
    await thin.waitFor({ state: "attached" });
    await page.keyboard.press("Enter");
    await card(heat).getByRole("link", { name: "Show loans (9)" }).click();
    await page.getByRole("heading", { name: "9 loans" }).waitFor();
    await page.goBack();
    await card(heat).getByRole("listbox").focus();
    await page.keyboard.press("Enter");
    await card(heat).getByRole("link", { name: "Show loans (1,000)" }).waitFor();
  },
);
