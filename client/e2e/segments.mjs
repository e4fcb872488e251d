import { readFile } from "node:fs/promises";
import { base, expectEqual, test } from "./harness.mjs";

const table = "Which groups of borrowers are there?";
const sizes = async (card) => {
  const cells = await card(table).locator("tbody tr td:nth-of-type(1)").allTextContents();
  return cells.map(Number);
};

test("segments from nothing to a table: four groups, 435 borrowers in all", async (page, card) => {
  await page.goto(`${base}/segments`);
  await page.getByLabel("Number of segments (k)").fill("4");
  await page.getByRole("button", { name: "Make segments" }).click();
  await card(table).getByRole("row").nth(5).waitFor({ timeout: 60_000 });
  const found = await sizes(card);
  expectEqual([found.length, found.reduce((a, b) => a + b, 0)], [4, 435]);
  await card("What were they made from?").getByText("435").waitFor();
  await card("Which segments default?").getByRole("button", { name: "Show as table" }).click();
  await card("Which segments default?")
    .getByRole("row", { name: /% to .*% \d+ of \d+/ })
    .nth(3)
    .waitFor();
});

test("a segment's members download as CSV, as many as the table says", async (page, card) => {
  await page.goto(`${base}/segments`);
  await card(table).getByRole("rowheader").nth(1).getByRole("button").click();
  await page.waitForURL(/segment=2/);
  const size = (await sizes(card))[1];
  const list = page.getByRole("region", { name: /^Who is in segment 2\./ });
  await list.getByText(`25 of ${size} customers shown`).waitFor();
  const arrives = page.waitForEvent("download");
  await list.getByRole("button", { name: "Download CSV" }).click();
  const file = await arrives;
  expectEqual(file.suggestedFilename(), "segment-2-members.csv");
  expectEqual((await readFile(await file.path(), "utf8")).trim().split("\r\n").length, size + 1);
});

test("a run that takes long can be cancelled", async (page) => {
  await page.goto(`${base}/segments`);
  await page.getByLabel("Number of segments (k)").fill("20");
  await page.getByRole("spinbutton", { name: "Starts" }).fill("200");
  await page.getByRole("button", { name: "Make segments" }).click();
  await page.getByRole("progressbar").waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("heading", { name: "The segmentation was cancelled" }).waitFor();
});

test("more segments than can be made are refused in the API's words", async (page) => {
  await page.goto(`${base}/segments`);
  const k = page.getByLabel("Number of segments (k)");
  await k.evaluate((input) => input.removeAttribute("max"));
  await k.fill("500");
  await page.getByRole("button", { name: "Make segments" }).click();
  await page.getByRole("alert").getByText("k is 2 to 20 with 435 borrowers.").waitFor();
});
