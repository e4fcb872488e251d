import { readFile } from "node:fs/promises";
import { base, expectEqual, filtersIn, test } from "./harness.mjs";

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

test("a manager narrows the book to Texas by a click on its bar, and a second click widens it again", async (page, card) => {
  await page.goto(base);
  await card(rate).getByText("99 of 1,000").waitFor();
  await clickBar(card("Default by region"), "Texas");
  await card(rate).getByText("13 of 85").waitFor();
  await card(rate).getByText("95 % interval 9.2% to 24.4%").waitFor();
  expectEqual(filtersIn(page, "region"), ["Texas"]);
  await clickBar(card("Default by region"), "Texas");
  await card(rate).getByText("99 of 1,000").waitFor();
  expectEqual(filtersIn(page, "region"), []);
});

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

test("the totals are those of the book, to the cent", async (page, card) => {
  await page.goto(base);
  for (const sum of ["27,830,593.01", "12,571,013.17", "12,034,514.06"])
    await card("How large is the book?").getByText(sum).waitFor();
  await card("How do the loans stand?")
    .getByRole("row", { name: /^fully paid 398 39\.8%/ })
    .waitFor();
});

test("default is counted in the other ways as the bank wishes", async (page, card) => {
  await page.goto(base);
  for (const [way, shown] of [
    ["by amount lent", "9.8%"],
    ["by balance", "6.5%"],
    ["without approved loans", "14.2%"],
    ["among ended loans", "19.9%"],
  ]) {
    await page.getByLabel("Default counted").selectOption({ label: way });
    await card(rate).getByText(shown, { exact: true }).waitFor();
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
    for (let i = 0; i < 60; i++) {
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
