import { chromium } from "playwright-core";

const base = process.env.BASE_URL ?? "http://localhost:5080";
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
let passed = 0;
let failed = 0;

async function test(name, body) {
  const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  page.setDefaultTimeout(10_000);
  const errors = [];
  page.on("pageerror", (e) => errors.push(e.message));
  try {
    await body(page, (title) => page.getByRole("region", { name: title, exact: true }));
    if (errors.length > 0) throw new Error(errors.join("; "));
    passed++;
    console.log(`ok: ${name}`);
  } catch (e) {
    failed++;
    console.log(`FAILED: ${name}\n${e.message}`);
  }
  await page.close();
}

await test("a manager narrows the book to Texas and opens the loans behind the rate", async (page, card) => {
  await page.goto(base);
  await card("Default rate").getByText("99 of 1,000").waitFor();
  await card("Default by region").getByRole("button", { name: "Show as table" }).click();
  await card("Default by region").getByRole("button", { name: "Texas" }).click();
  await card("Default rate").getByText("13 of 85").waitFor();
  const regions = new URL(page.url()).searchParams.getAll("region");
  if (regions.join() !== "Texas") throw new Error(`The address holds ${regions}`);
  await card("Default rate").getByRole("link", { name: "Show loans" }).click();
  await page.getByRole("heading", { name: "85 loans" }).waitFor();
  await page.goBack();
  await card("Default rate").getByText("13 of 85").waitFor();
});

await test("a pasted link shows the same view", async (page, card) => {
  await page.goto(`${base}/?region=Texas&definition=resolved`);
  await card("Default rate").getByText("13 of 46").waitFor();
  await page.getByRole("button", { name: /Region: Texas/ }).click();
  await card("Default rate").getByText("99 of 497").waitFor();
});

await test("the branches page says that the differences are no more than chance", async (page) => {
  await page.goto(`${base}/branches`);
  await page
    .getByText("no more than chance would give (chi-square 6.69, 9 degrees of freedom, p = 0.67)")
    .waitFor();
});

await test("the demographics page counts borrowers beside customers", async (page) => {
  await page.goto(`${base}/demographics`);
  await page.getByRole("row", { name: /^female 218/ }).waitFor();
});

await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
