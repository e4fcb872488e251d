import { base, expectEqual, filtersIn, question } from "./harness.mjs";

const league = "Where does each branch stand?";
const funnel = "Which branches default more or less than chance would give?";
const regions = "How much does each region owe, and how much of it defaults?";
const pair = "How do two branches compare, and why?";
const open = (page, query = "") => page.goto(`${base}/branches${query}`);
const firstOf = async (card) => card(league).getByRole("rowheader").first().textContent();
const row = (card, title, name) => card(title).getByRole("row", { name }).waitFor();

question(
  "which branch has most outstanding, and its region, are the first row of the ranking",
  async (page, card) => {
    await open(page);
    await row(card, league, /^Branch 10 Wisconsin 102 1,444,725\.95 5\.9% 2\.7% to 12\.2% 6 of 102/);
    expectEqual(await firstOf(card), "Branch 10");
  },
);

question(
  "which branch defaults most is its first row by default rate, with its place from 1 to 9; the address keeps the order",
  async (page, card) => {
    await open(page);
    await card(league).getByRole("button", { name: "Default rate" }).click();
    await card(league).locator('th[aria-sort="descending"]', { hasText: "Default rate" }).waitFor();
    await page.reload();
    await card(league).locator('th[aria-sort="descending"]', { hasText: "Default rate" }).waitFor();
    expectEqual(await firstOf(card), "Branch 4");
    await row(card, league, /^Branch 4 Texas 85 .* 15\.3% 9\.2% to 24\.4% 13 of 85 .* 1 \(1–9\) inside 95 %/);
  },
);

question(
  "the branches page says that the differences are no more than chance, under other definitions too",
  async (page, card) => {
    await open(page);
    await card(league)
      .getByText("no more than chance would give (chi-square 6.69, 9 degrees of freedom, p = 0.67)")
      .waitFor();
    await page.getByLabel("Default counted").selectOption({ label: "among ended loans" });
    await card(league)
      .getByText("no more than chance would give (chi-square 4.40, 9 degrees of freedom, p = 0.88)")
      .waitFor();
    await page.getByLabel("Default counted").selectOption({ label: "by balance" });
    await card(league)
      .getByText(/^Tested by number of loans\. The differences are no more than chance/)
      .waitFor();
    await card(funnel)
      .getByText(/^A rate of money or of loan-years has no limits/)
      .waitFor();
  },
);

question("the average interest rate three ways, by branch and by region", async (page, card) => {
  await open(page);
  await row(card, league, /^Branch 10 .* 9\.61% 9\.60% 9\.20%$/);
  await row(card, league, /^Branch 5 .* 8\.85% 8\.50% 7\.50%$/);
  await card(regions).getByRole("button", { name: "Show as table" }).click();
  await row(card, regions, /^Delaware 123 1,348,021\.62 9\.8% .* 9\.07% 9\.17% 9\.42%$/);
});

question("columns that the reader takes out stay out of a pasted link", async (page, card) => {
  await open(page);
  await card(league).getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "95 % interval" }).uncheck();
  await page.keyboard.press("Escape");
  await page.goto(page.url());
  await row(card, league, /^Branch 10 Wisconsin 102 1,444,725\.95 5\.9% 6 of 102/);
  expectEqual(await card(league).getByRole("columnheader", { name: "95 % interval" }).count(), 0);
});

question("a branch's loans are as many as its row says", async (page, card) => {
  await open(page);
  await card(league).getByRole("link", { name: "123" }).click();
  await page.getByRole("heading", { name: "123 loans" }).waitFor();
  expectEqual(filtersIn(page, "branchId"), ["7"]);
});

question(
  "a branch chosen in the ranking stands out among all, a second is added, and both are taken off",
  async (page, card) => {
    await open(page);
    await card(league).getByRole("button", { name: "Branch 4" }).click();
    await card(league).getByRole("link", { name: "Show loans (85)" }).waitFor();
    expectEqual(await card(league).getByRole("rowheader").count(), 10);
    await card(league).getByRole("button", { name: "Branch 10" }).click();
    await card(league).getByRole("link", { name: "Show loans (187)" }).waitFor();
    expectEqual(filtersIn(page, "branchId"), ["4", "10"]);
    await card(league).getByRole("button", { name: "Branch 4", pressed: true }).click();
    await card(league).getByRole("button", { name: "Branch 10", pressed: true }).click();
    await card(league).getByRole("link", { name: "Show loans (1,000)" }).waitFor();
  },
);

question(
  "a click on a point of the funnel chooses its branch, and a second click lets it go",
  async (page, card) => {
    await open(page);
    await card(funnel)
      .getByText(/^All 10 branches lie within the 95 % limits/)
      .waitFor();
    // The point lies to the left of its name.
    const name = card(funnel).locator("svg text", { hasText: /^Branch 4$/ });
    await name.scrollIntoViewIfNeeded();
    const click = async () => {
      const box = await name.boundingBox();
      await page.mouse.click(box.x - 10, box.y + box.height / 2);
    };
    await click();
    await card(funnel).getByRole("link", { name: "Show loans (85)" }).waitFor();
    expectEqual(filtersIn(page, "branchId"), ["4"]);
    await click();
    await card(funnel).getByRole("link", { name: "Show loans (1,000)" }).waitFor();
  },
);

question(
  "by keyboard the funnel reads each branch with its limits, and Enter chooses it",
  async (page, card) => {
    await open(page);
    const points = card(funnel).getByRole("listbox");
    await points.focus();
    await page.keyboard.press("End");
    const largest = card(funnel).getByRole("option", {
      name: /^Branch 7, 9\.8% \(12 of 123\), 95 % limits 4\.6% to 15\.2%/,
    });
    await largest.waitFor({ state: "attached" });
    await page.keyboard.press("Enter");
    await card(funnel).getByRole("link", { name: "Show loans (123)" }).waitFor();
    expectEqual(await largest.getAttribute("aria-selected"), "true");
    await page.keyboard.press("Enter");
    await card(funnel).getByRole("link", { name: "Show loans (1,000)" }).waitFor();
  },
);

question(
  "a region is chosen by its bar of money and by the keyboard in its bar of default",
  async (page, card) => {
    await open(page);
    const texas = card(regions)
      .locator("svg text", { hasText: /^Texas$/ })
      .first();
    await texas.scrollIntoViewIfNeeded();
    const box = await texas.boundingBox();
    await page.mouse.click(box.x + box.width + 30, box.y + box.height / 2);
    await card(regions).getByRole("link", { name: "Show loans (85)" }).waitFor();
    await card(regions)
      .getByRole("listbox", { name: /^Default by region/ })
      .focus();
    await page.keyboard.press("Home");
    await card(regions)
      .getByRole("option", { name: /^Wisconsin, 5\.9% \(6 of 102\)/ })
      .waitFor({ state: "attached" });
    await page.keyboard.press("Enter");
    await card(regions).getByRole("link", { name: "Show loans (187)" }).waitFor();
    expectEqual(filtersIn(page, "region"), ["Texas", "Wisconsin"]);
  },
);

question(
  "two branches side by side: the two that owe most, then two picked, kept in the address",
  async (page, card) => {
    await open(page);
    await row(card, pair, "Outstanding 1,444,725.95 1,348,021.62");
    await card(pair)
      .getByRole("combobox", { name: /^Branch/ })
      .selectOption({ label: "Branch 4" });
    await card(pair)
      .getByRole("combobox", { name: /^compared with/ })
      .selectOption({ label: "Branch 10" });
    await card(pair)
      .getByText(
        "Branch 4 defaults 9.4 points more than Branch 10 (15.3% against 5.9%; 95 % interval of the difference +0.6 to +19.1 points)",
      )
      .waitFor();
    await card(pair)
      .getByText(
        /picked out of 10 branches, which together differ no more than chance would give \(p = 0\.67\)/,
      )
      .waitFor();
    expectEqual([filtersIn(page, "left"), filtersIn(page, "right")], [["4"], ["10"]]);
    await page.reload();
    await row(card, pair, "Defaulted of 13 of 85 6 of 102");
    await card(pair).getByRole("link", { name: "102" }).click();
    await page.getByRole("heading", { name: "102 loans" }).waitFor();
  },
);

question("what makes the difference of two branches is split by term, group by group", async (page, card) => {
  await open(page, "?left=4&right=10&by=term");
  // 12 of 85 and 21 of 102 loans; (0 - 1/21) x (12/85 + 21/102) / 2 and (12/85 - 21/102) x (0 + 1/21) / 2, in points.
  await card(pair).getByRole("button", { name: "Show as table" }).click();
  await row(card, pair, "12 14.1% 0.0% 0 of 12 20.6% 4.8% 1 of 21 −0.83 −0.15");
  await card(pair)
    .getByText(/^Split by term in months: \+8\.92 points .* \+0\.49 because/)
    .waitFor();
  await card(pair).getByRole("button", { name: "12", exact: true }).click();
  await page.getByRole("button", { name: "Term in months: 12 (remove)" }).waitFor();
  await row(card, pair, /^60 20\.0%/);
});
