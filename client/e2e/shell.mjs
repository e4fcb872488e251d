import { base, expectEqual, filtersIn, test } from "./harness.mjs";

const rate = "How much of the book defaults?";
const background = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
const light = "rgb(243, 245, 247)";
const dark = "rgb(18, 23, 28)";

test("a few letters find a filter, set it, and take it off again", async (page, card) => {
  await page.goto(base);
  await card(rate).getByText("99 of 1,000").waitFor();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("region tex");
  await page.getByRole("option", { name: "Region: Texas filter" }).waitFor();
  await page.keyboard.press("Enter");
  await card(rate).getByText("13 of 85").waitFor();
  expectEqual(filtersIn(page, "region"), ["Texas"]);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("clear all");
  await page.keyboard.press("Enter");
  await card(rate).getByText("99 of 1,000").waitFor();
});

test("the palette goes to a page and keeps the filters", async (page) => {
  await page.goto(`${base}/?region=Texas`);
  await page.getByRole("button", { name: "Search" }).click();
  await page.keyboard.type("loans");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "85 loans" }).waitFor();
});

test("help opens by a question mark, not while one is typing, and closes by Escape", async (page) => {
  await page.goto(base);
  const help = page.getByRole("dialog", { name: "Keyboard and help" });
  await page.getByRole("button", { name: "Branch", exact: true }).waitFor();
  await page.keyboard.press("?");
  await help.getByText("Ctrl K or ⌘ K").waitFor();
  await page.keyboard.press("Escape");
  await help.waitFor({ state: "hidden" });
  await page.keyboard.press("Control+k");
  await page.keyboard.type("what?");
  await page.getByText("Nothing has these letters.").waitFor();
});

test("the look is the reader's choice, and is kept", async (page) => {
  await page.goto(base);
  expectEqual(await background(page), light);
  await page.getByLabel("Look").selectOption("Dark");
  expectEqual(await background(page), dark);
  await page.reload();
  expectEqual(await background(page), dark);
  await page.getByLabel("Look").selectOption("As the system");
  expectEqual(await background(page), light);
});

test("while the API is away the page says so, and goes on by itself", async (page, card) => {
  await page.goto(base);
  await card(rate).getByText("99 of 1,000").waitFor();
  await card("How do the loans stand?").getByRole("button", { name: "Show as table" }).click();
  const away = (route) => route.abort();
  await page.route("**/api/**", away);
  await page.route("**/health/**", away);
  await card("How do the loans stand?").getByRole("button", { name: "active" }).click();
  await page.getByText("The API does not answer. What is shown was received before").waitFor();
  await page.unroute("**/api/**", away);
  await page.unroute("**/health/**", away);
  await card(rate).getByText("0 of 199").waitFor();
  await page.getByText("What is shown was received before").waitFor({ state: "hidden" });
});
