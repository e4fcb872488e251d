import { readFile } from "node:fs/promises";
import { findNothing } from "./axe.mjs";
import { base, expectEqual, filtersIn, question, test } from "./harness.mjs";

const table = "Which groups of borrowers are there?";
const cells = async (card, column) => {
  const texts = await card(table).locator(`tbody tr td:nth-of-type(${column})`).allTextContents();
  return texts.map((t) => Number(t.replaceAll(",", "")));
};
const sizes = (card) => cells(card, 1);
const make = async (page, least, most = least) => {
  await page.getByLabel("Segments, at least").fill(`${least}`);
  await page.getByLabel("Segments, at most").fill(`${most}`);
  await page.getByRole("button", { name: "Make segments" }).click();
};
const done = (card) => card(table).getByRole("rowheader").nth(1).waitFor({ timeout: 90_000 });

test("segments from nothing to a filter on every page: four groups, 435 borrowers in all, each with its loans", async (page, card) => {
  await page.goto(`${base}/segments`);
  await page.getByRole("checkbox", { name: "Annual income", exact: true }).waitFor();
  await make(page, 4);
  await done(card);
  const found = await sizes(card);
  expectEqual([found.length, found.reduce((a, b) => a + b, 0)], [4, 435]);
  await card("What were they made from?").getByText("435").waitFor();
  await card("These segments are not published")
    .getByRole("button", { name: "Publish these segments" })
    .click();
  await card("These segments are not published").waitFor({ state: "detached" });
  const loans = await card(table).locator("tbody tr td:last-of-type").allTextContents();
  expectEqual(
    loans.reduce((sum, n) => sum + Number(n), 0),
    1000,
  );
  await card(table).getByRole("button", { name: /^2\. / }).click();
  await page.waitForURL(/segment=2/);
  await card(table)
    .getByRole("link", { name: `Show loans (${loans[1]})` })
    .click();
  await page.getByRole("heading", { name: `${loans[1]} loans` }).waitFor();
  await page.getByRole("link", { name: "Overview" }).click();
  await page.getByRole("button", { name: /^Customer segment: 2\. .*remove/ }).click();
  expectEqual(filtersIn(page, "segment"), []);
});

question("which segments default, and by more than chance?", async (page, card) => {
  await page.goto(`${base}/segments`);
  await card("Which segments default?").getByRole("button", { name: "Show as table" }).click();
  await card("Which segments default?")
    .getByRole("row", { name: /% to .*% \d+ of \d+/ })
    .nth(3)
    .waitFor();
  await card("Which segments default?")
    .getByText(/chance would give \(chi-square/)
    .waitFor();
  await card("In what do the segments differ?")
    .getByRole("row", { name: /^Employment V .*made from it/ })
    .waitFor();
});

test("a bar of a segment adds its filter by the keyboard, and a second time takes it off", async (page, card) => {
  await page.goto(`${base}/segments`);
  const bars = card("Which segments default?").getByRole("listbox");
  await bars.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/segment=2/);
  await page.getByRole("region", { name: /^Who is in segment 2\./ }).waitFor();
  await bars.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.search.includes("segment="));
});

test("a segment's members download as CSV, as many as the table says, and under pseudonyms", async (page, card) => {
  await page.goto(`${base}/segments?members=2`);
  await done(card);
  const size = (await sizes(card))[1];
  const list = page.getByRole("region", { name: /^Who is in segment 2\./ });
  await list.getByText(`25 of ${size} customers shown`).waitFor();
  const first = await list.getByRole("rowheader").first().textContent();
  for (const pseudonymous of [false, true]) {
    await list.getByLabel("Files with pseudonyms").setChecked(pseudonymous);
    const arrives = page.waitForEvent("download");
    await list.getByRole("button", { name: "Download CSV" }).click();
    const file = await arrives;
    expectEqual(file.suggestedFilename(), "segment-2-members.csv");
    const lines = (await readFile(await file.path(), "utf8")).trim().split("\r\n");
    expectEqual(lines.length, size + 1);
    expectEqual(lines[1].split(",")[1] === first, !pseudonymous);
  }
});

test("the picture is over the two features that the reader chooses, which the address keeps", async (page, card) => {
  await page.goto(`${base}/segments`);
  const picture = card("Where do the segments lie?");
  await picture.getByText("All 435 customers of whom both are known.").waitFor();
  await picture.getByLabel("Along").selectOption({ label: "Number of loans" });
  await page.waitForURL(/x=loans/);
  await page.reload();
  await picture.getByRole("button", { name: "Show as table" }).click();
  await picture.getByRole("columnheader", { name: "Number of loans" }).waitFor();
  await picture.getByRole("row", { name: /\d\. / }).first().waitFor();
});

test("a name that a person gave is on the chip, and stays when the segments are made anew", async (page, card) => {
  await page.goto(`${base}/segments?segment=1`);
  await card(table)
    .getByRole("button", { name: /^Rename 1\. / })
    .click();
  await page.getByLabel("Name of segment 1").fill("Regulars");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Customer segment: 1. Regulars (remove)" }).waitFor();
  await page.goto(`${base}/segments`);
  await make(page, 4);
  const drift = card("What changed against the segments published before?");
  await drift.getByText(/^0 of 435 customers who are in both changed/).waitFor({ timeout: 90_000 });
  await card(table)
    .getByRole("rowheader", { name: /1\. Regulars/ })
    .waitFor();
});

test("a name that someone else changed meanwhile is not overwritten", async (page, card) => {
  await page.goto(`${base}/segments`);
  await card(table).getByRole("button", { name: "Rename 1. Regulars" }).click();
  await page.getByLabel("Name of segment 1").fill("Loyals");
  const place = `${base}/api/v1/segments/1/name`;
  const { nameTag } = await (await fetch(place)).json();
  await fetch(place, {
    method: "PUT",
    headers: { "content-type": "application/json", "if-match": nameTag },
    body: JSON.stringify({ name: "Stalwarts" }),
  });
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("alert").getByText("The segment is called 'Stalwarts' now.").waitFor();
});

test("a number left open is suggested from three figures, all shown", async (page, card) => {
  await page.goto(`${base}/segments`);
  await page.getByRole("checkbox", { name: "Gender", exact: true }).check();
  await make(page, 2, 5);
  const fits = card("How many segments fit?");
  await fits.getByText(/are suggested/).waitFor({ timeout: 90_000 });
  expectEqual(await fits.getByRole("columnheader").allTextContents(), [
    "Segments",
    "Spread within",
    "Separation",
    "Silhouette",
    "Stability",
  ]);
  expectEqual(await fits.locator("tbody tr").count(), 4);
  expectEqual(await fits.getByText("✓").count(), 1);
  await card("These segments are not published").waitFor();
  await findNothing(page);
});

test("a run that takes long can be cancelled", async (page) => {
  await page.goto(`${base}/segments`);
  await page.getByRole("checkbox", { name: "Annual income", exact: true }).waitFor();
  await page.getByRole("spinbutton", { name: "Starts" }).fill("200");
  await make(page, 2, 20);
  await page.getByRole("progressbar").waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("heading", { name: "The segmentation was cancelled" }).waitFor();
});

test("more segments than can be made are refused in the API's words", async (page) => {
  await page.goto(`${base}/segments`);
  await page.getByRole("checkbox", { name: "Annual income", exact: true }).waitFor();
  for (const input of await page.getByLabel(/^Segments, at/).all())
    await input.evaluate((i) => i.removeAttribute("max"));
  await make(page, 500);
  await page.getByRole("alert").getByText("k is 2 to 20 with 435 borrowers.").waitFor();
});

for (const colorScheme of ["light", "dark"])
  test(
    `axe finds nothing on segments that are being renamed, ${colorScheme}`,
    async (page, card) => {
      await page.goto(`${base}/segments?segment=1`);
      await card(table)
        .getByRole("button", { name: /^Rename 2\. / })
        .click();
      await page.waitForLoadState("networkidle");
      await findNothing(page);
    },
    { colorScheme },
  );
