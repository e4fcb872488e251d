import { base, expectEqual, test } from "./harness.mjs";

const league = "Where does each branch stand?";
const firstOf = async (card) => card(league).getByRole("rowheader").first().textContent();

test("the branches page says that the differences are no more than chance", async (page, card) => {
  await page.goto(`${base}/branches`);
  await card(league)
    .getByText("no more than chance would give (chi-square 6.69, 9 degrees of freedom, p = 0.67)")
    .waitFor();
  await card(league)
    .getByRole("row", { name: /^Branch 4 Texas 85 .* 15\.3% 13 of 85 9\.2% to 24\.4%/ })
    .waitFor();
});

test("the ranking is by what the reader chooses, and the address keeps it", async (page, card) => {
  await page.goto(`${base}/branches`);
  await card(league).getByRole("columnheader", { name: "Outstanding" }).waitFor();
  await card(league).getByRole("button", { name: "Default rate" }).click();
  await card(league).locator('th[aria-sort="descending"]', { hasText: "Default rate" }).waitFor();
  await page.reload();
  await card(league).locator('th[aria-sort="descending"]', { hasText: "Default rate" }).waitFor();
  expectEqual(await firstOf(card), "Branch 4");
});
