import { base, expectEqual, test } from "./harness.mjs";

test("the list of loans sorts both ways and goes on to its end", async (page) => {
  await page.goto(`${base}/loans?region=Texas`);
  await page.getByRole("heading", { name: "85 loans" }).waitFor();
  await page.getByRole("button", { name: "Amount", exact: true }).click();
  await page.locator('th[aria-sort="ascending"]', { hasText: "Amount" }).waitFor();
  await page.getByRole("button", { name: "Amount", exact: true }).click();
  await page.locator('th[aria-sort="descending"]', { hasText: "Amount" }).waitFor();
  await page.getByText("85 of 85 shown.").waitFor();
  expectEqual(await page.getByRole("rowheader").count(), 85);
});

test("a long list is shown page by page", async (page) => {
  await page.goto(`${base}/loans`);
  await page.getByText("100 of 1,000 shown.").waitFor();
  await page.getByRole("button", { name: "Show more" }).click();
  await page.getByText("200 of 1,000 shown.").waitFor();
});
