import { readFile } from "node:fs/promises";
import { base, expectEqual, test } from "./harness.mjs";

const list = "Whom to contact this week?";
const worth = "What is contact worth?";

test("the seed book's watch list rests on early warnings, and says what is assumed", async (page, card) => {
  await page.goto(`${base}/watch-list`);
  await card(worth)
    .getByText(/^No model is published/)
    .waitFor();
  await card(worth).getByText("contact avoids 20.0% of the expected loss").waitFor();
  const first = card(list).getByRole("article").first();
  await first.getByRole("list", { name: "Reasons" }).getByRole("listitem").first().waitFor();
  await first.getByText(/^(Agree|Look|Call|Check) /).waitFor();
});

test("capacity is an address, and the list as long as it says", async (page, card) => {
  await page.goto(`${base}/watch-list`);
  await page.getByLabel("Customers to contact, as a number").fill("7");
  await page.waitForURL(/capacity=7/);
  await card(worth)
    .getByText(/^7 of \d+$/)
    .waitFor();
  await page.reload();
  await card(worth)
    .getByText(/^7 of \d+$/)
    .waitFor();
  expectEqual(
    await card(list).getByRole("article").first().locator("xpath=..").getAttribute("aria-setsize"),
    "7",
  );
});

test("of five hundred customers only those in sight are drawn", async (page, card) => {
  await page.goto(`${base}/watch-list?capacity=500`);
  await card(list).getByRole("article").first().waitFor();
  const drawn = await card(list).getByRole("article").count();
  if (drawn > 40) throw new Error(`${drawn} customers are drawn`);
});

test("the list downloads in four forms, a row for each loan", async (page, card) => {
  await page.goto(`${base}/watch-list?capacity=5`);
  for (const [form, file] of [
    ["CSV", "watch-list.csv"],
    ["Parquet", "watch-list.parquet"],
    ["NDJSON", "watch-list.ndjson"],
    ["JSON", "watch-list.json"],
  ]) {
    const arrives = page.waitForEvent("download");
    await card(list)
      .getByRole("button", { name: `Download ${form}`, exact: true })
      .click();
    const download = await arrives;
    expectEqual(download.suggestedFilename(), file);
    const text = await readFile(await download.path(), "utf8");
    if (form === "Parquet") expectEqual(text.slice(0, 4), "PAR1");
    if (form === "JSON") expectEqual(JSON.parse(text).data.customers.length, 5);
    if (form === "CSV") expectEqual(text.split(",")[0], "place");
  }
});

test("owner and outcome are recorded in line; who comes second is told who was first, and can take theirs", async (page, card) => {
  await page.goto(`${base}/watch-list?capacity=3`);
  const loan = card(list).getByRole("article").first().getByRole("list", { name: "Running loans" });
  const line = loan.getByRole("listitem").first();
  const id = (await line.getByRole("link").first().textContent()).replace("Loan ", "");
  const form = page.getByRole("form", { name: `Record of loan ${id}` });
  await page.getByRole("button", { name: `Record loan ${id}`, exact: true }).click();
  // Someone else records first, with the tag that both have seen.
  const before = await page.request.get(`${base}/api/v1/risk/watch-list/${id}`);
  const put = await page.request.put(`${base}/api/v1/risk/watch-list/${id}`, {
    headers: { "If-Match": before.headers().etag },
    data: { owner: "Bea", status: "promised", note: "pays on Friday", outcome: null },
  });
  expectEqual(put.status(), 200);
  await form.getByLabel("Owner").fill("Ann");
  await form.getByLabel("Status").selectOption("contacted");
  await form.getByRole("button", { name: "Save" }).click();
  await form
    .getByRole("alert")
    .getByText(/promised to pay, Bea; pays on Friday/)
    .waitFor();
  await form.getByRole("button", { name: "Take theirs" }).click();
  await line.getByText(/^promised to pay, Bea; pays on Friday/).waitFor();
  await page.getByRole("button", { name: `Record loan ${id}`, exact: true }).click();
  await form.getByLabel("Outcome").selectOption("paid");
  await form.getByRole("button", { name: "Save" }).click();
  await line.getByText(/^promised to pay, Bea; outcome: paid; pays on Friday/).waitFor();
});

test("a loan of the list leads to its own page, and back to the list", async (page, card) => {
  await page.goto(`${base}/watch-list?capacity=3`);
  await card(list)
    .getByRole("article")
    .first()
    .getByRole("link", { name: /^Loan / })
    .first()
    .click();
  await page.waitForURL(/\/loans\//);
  await page.goBack();
  await card(list).getByRole("article").first().waitFor();
});

test("a selection that nobody of the list is in says so, and can be taken off", async (page, card) => {
  await page.goto(`${base}/watch-list?status=fully_paid`);
  await card(list)
    .getByText(/^No customer of these filters/)
    .waitFor();
  await card(list).getByRole("button", { name: "Clear all" }).click();
  await card(list).getByRole("article").first().waitFor();
});

test("groups that need support count the loans that their link opens", async (page, card) => {
  await page.goto(`${base}/watch-list`);
  const groups = card("Which groups need support?");
  const link = groups.getByRole("row").nth(1).getByRole("link");
  const count = await link.textContent();
  await link.click();
  await page.getByRole("heading", { name: `${count} loans` }).waitFor();
});

test("on paper the watch list names everyone, not only those in sight", async (page) => {
  await page.goto(`${base}/watch-list`);
  const named = page.getByRole("list", { name: "Customers to contact" }).locator(":scope > li");
  await named.first().waitFor();
  if ((await named.count()) >= 50) throw new Error("On the screen all are drawn.");
  await page.emulateMedia({ media: "print" });
  await named.nth(49).waitFor();
  expectEqual(await named.count(), 50);
});
