import { readFile } from "node:fs/promises";
import { base, expectEqual, question, test } from "./harness.mjs";

const sorted = (page, direction, head) =>
  page.locator(`th[aria-sort="${direction}"]`, { hasText: head }).waitFor();

question("the list of Texas has its 85 loans, adds up, and sorts both ways by any column", async (page) => {
  await page.goto(`${base}/loans?region=Texas`);
  await page.getByRole("heading", { name: "85 loans" }).waitFor();
  expectEqual(await page.getByRole("table", { name: "Loans" }).getAttribute("aria-rowcount"), "86");
  await page.getByRole("button", { name: "Amount", exact: true }).click();
  await sorted(page, "descending", "Amount");
  await page.getByRole("button", { name: "Amount", exact: true }).click();
  await sorted(page, "ascending", "Amount");
  expectEqual(new URL(page.url()).searchParams.get("sort"), "principal");
});

question("the whole book's list adds up to the figures of the overview", async (page) => {
  await page.goto(`${base}/loans`);
  await page.getByRole("heading", { name: "1,000 loans" }).waitFor();
  for (const sum of ["27,830,593.01", "12,571,013.17", "12,034,514.06", "3,225,065.78"])
    await page.getByRole("definition").filter({ hasText: sum }).waitFor();
});

test("scrolling to the end of a long list brings all of its loans, though few are drawn at a time", async (page) => {
  await page.goto(`${base}/loans`);
  const list = page.getByRole("table", { name: "Loans" });
  await page.getByText("500 of 1,000 loaded").waitFor();
  const toEnd = () => list.locator("..").evaluate((box) => box.scrollTo(0, box.scrollHeight));
  await toEnd();
  await page.getByText("1,000 of 1,000 loaded").waitFor();
  await toEnd();
  await list.getByRole("row").and(page.locator('[aria-rowindex="1001"]')).waitFor();
  expectEqual((await list.getByRole("row").count()) < 120, true);
});

test("the reader chooses columns, and the link keeps them", async (page) => {
  await page.goto(`${base}/loans?region=Texas`);
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "Employment" }).check();
  await page.getByRole("checkbox", { name: "Product" }).uncheck();
  await page.reload();
  await page.getByRole("columnheader", { name: "Employment" }).waitFor();
  expectEqual(await page.getByRole("columnheader", { name: "Product" }).count(), 0);
});

test("the files hold the whole selection", async (page) => {
  await page.goto(`${base}/loans?status=defaulted`);
  await page.getByRole("heading", { name: "99 loans" }).waitFor();
  const asFile = async (form) => {
    const arrives = page.waitForEvent("download");
    await page.getByRole("button", { name: `Download ${form}` }).click();
    const file = await arrives;
    return [file.suggestedFilename(), await readFile(await file.path())];
  };
  const [csv, text] = await asFile("CSV");
  expectEqual([csv, text.toString().trim().split("\r\n").length], ["loans.csv", 100]);
  const [parquet, bytes] = await asFile("Parquet");
  expectEqual(
    [parquet, bytes.subarray(0, 4).toString(), bytes.subarray(-4).toString()],
    ["loans.parquet", "PAR1", "PAR1"],
  );
});

question(
  "a loan of the list has a page of its own: terms, customer and branch, and the way back keeps the filters",
  async (page, card) => {
    await page.goto(`${base}/loans?region=Maine`);
    await page.getByRole("link", { name: "1", exact: true }).click();
    const terms = card("Loan 1");
    for (const fact of [
      "fully paid (in the source: Paid)",
      "29,749.87",
      "6.48% a year",
      "36 months",
      "25,865.94",
    ])
      await terms.getByText(fact).waitFor();
    await terms.getByText("Aug 7, 2022 to Aug 7, 2025").waitFor();
    await card("Who borrowed?").getByText("23,794.00").waitFor();
    await card("Which branch?").getByText("Lake Karenmouth").waitFor();
    await card("What was paid, when, and for what?").getByText("The source gives no payments.").waitFor();
    await page.getByRole("link", { name: "All loans" }).click();
    await page.getByRole("heading", { name: "83 loans" }).waitFor();
    expectEqual(new URL(page.url()).searchParams.getAll("region"), ["Maine"]);
  },
);

test("a customer's page has their loans, each a way to its own", async (page, card) => {
  await page.goto(`${base}/customers/364`);
  await card("Customer 364").getByText("Unemployed").waitFor();
  await card("What did they borrow?")
    .getByRole("row", { name: /^1 fully paid 29,749\.87 6\.48%/ })
    .waitFor();
  await card("What did they borrow?").getByRole("link", { name: "1", exact: true }).click();
  await card("Loan 1").getByText("29,749.87").waitFor();
});

test("a loan that is not in the book is said not to be", async (page) => {
  await page.goto(`${base}/loans/nonsense`);
  await page
    .getByRole("alert")
    .getByText(/nonsense/)
    .waitFor();
});
